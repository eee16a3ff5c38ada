/** One environment of one project: what the address names. */
export interface Place {
  readonly project: string;
  readonly environment: string;
}
