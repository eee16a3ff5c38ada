import { createContext, useContext } from 'react';

/** What any page can ask of the frame around it. */
export interface ShellActs {
  /** Opens the kill panel, with this flag first. */
  kill(key?: string): void;
  palette(): void;
}

export const ActsContext = createContext<ShellActs>({ kill() {}, palette() {} });

export const useShellActs = () => useContext(ActsContext);
