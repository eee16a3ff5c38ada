import { Switch } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { changeConfiguration } from '../api/flags.ts';
import { hasCode } from '../api/problem.ts';
import type { EnvironmentFlag } from '../api/types.ts';
import { usePlace } from '../shell/use-place.ts';
import { useTell } from '../ui/notices.tsx';
import styles from './flip-switch.module.css';
import { holdFlag, readAgain } from './hold-flag.ts';

/** Enables and disables at once, with undo; settles when the server has said so. */
export function FlipSwitch({ flag }: { flag: EnvironmentFlag }) {
  const flip = useFlip(flag.key);
  const enabled = flip.isPending ? flip.variables.enabled : flag.configuration.enabled;
  return (
    <span className={styles.flip}>
      <Switch
        aria-label={`${flag.key} enabled`}
        checked={enabled}
        disabled={flip.isPending}
        onChange={(event) => flip.mutate({ enabled: event.currentTarget.checked, version: flag.version })}
      />
      <span aria-hidden="true">{enabled ? 'Enabled' : 'Disabled'}</span>
    </span>
  );
}

function useFlip(key: string) {
  const place = usePlace();
  const queries = useQueryClient();
  const tell = useTell();
  const flip = useMutation({
    mutationFn: ({ enabled, version }: { enabled: boolean; version: number; undone?: boolean }) =>
      changeConfiguration(place, key, version, { enabled }),
    onSuccess: (fresh, { enabled, undone }) => {
      holdFlag(queries, place, fresh);
      const undo = () => flip.mutate({ enabled: !enabled, version: fresh.version, undone: true });
      tell(`${key} is ${enabled ? 'enabled' : 'disabled'} in ${place.environment}.`, undone === true ? {} : { undo });
    },
    onError: async (error) => {
      await readAgain(queries, place, key).catch(() => undefined);
      tell(
        hasCode(error, 'version-mismatch')
          ? `${key} was changed meanwhile, so nothing was flipped. Look again.`
          : `${key} was not flipped: ${error.message}`,
      );
    },
  });
  return flip;
}
