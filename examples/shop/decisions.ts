import type { EvaluationContext, SluiceClient } from '@sluice/node';

/** What the service decided for one visitor, and why: the shop's page shows it as it is. */
export interface Decisions {
  readonly revision: number;
  readonly status: string;
  readonly checkout: { readonly serves: 'classic' | 'express'; readonly reason: string };
  readonly banner: { readonly serves: string; readonly reason: string };
}

/** The two places where this shop asks Sluice. */
export function decide(flags: SluiceClient, visitor: EvaluationContext): Decisions {
  const checkout = flags.details('checkout.express', false, visitor);
  const banner = flags.details('shop.banner', '', visitor);
  return {
    revision: flags.revision,
    status: flags.status,
    checkout: { serves: checkout.value ? 'express' : 'classic', reason: checkout.reason },
    banner: { serves: banner.value, reason: banner.reason },
  };
}
