import type { JsonPrimitive, OperandKind, Test } from '@sluice/core';
import { operandOf, testFault } from '@sluice/core/words';
import type { FunctionComponent } from 'react';
import { InstantField } from './instant-field.tsx';
import { ModuloField, NumberField } from './number-field.tsx';
import { RegionField } from './region-field.tsx';
import { ScalarField } from './scalar-field.tsx';
import { TextsField } from './texts-field.tsx';

/** What every control of values is given; `undefined` values mean none at all, which for instants is now. */
export interface ValuesProps {
  readonly values: readonly JsonPrimitive[] | undefined;
  readonly onChange: (values: readonly JsonPrimitive[] | undefined) => void;
  /** Name of the control for assistive technology. */
  readonly label: string;
  readonly error: string | undefined;
}

/** A control for each kind of operand; a new kind does not compile until it has one. */
const FIELDS: Readonly<Record<OperandKind, FunctionComponent<ValuesProps>>> = {
  none: () => null,
  scalar: ScalarField,
  string: (props) => <TextsField {...props} placeholder="text, then Enter" />,
  pattern: (props) => <TextsField {...props} mono placeholder="^[a-z]+@shop\.example$, then Enter" splits={false} />,
  number: NumberField,
  modulo: ModuloField,
  instant: InstantField,
  version: (props) => <TextsField {...props} mono placeholder="2.4.0, then Enter" />,
  network: (props) => <TextsField {...props} mono placeholder="10.0.0.0/8, then Enter" />,
  region: RegionField,
};

/** The control that an operator's values ask for, with what is wrong once something was given. */
export function ValuesField({ test, onChange, path }: { test: Test; onChange: ValuesProps['onChange']; path: string }) {
  const kind = operandOf(test.operator);
  if (kind === undefined) return <code>{JSON.stringify(test.values ?? [])}</code>;
  const Field = FIELDS[kind];
  const error = test.values === undefined || test.values.length === 0 ? undefined : (testFault(test) ?? undefined);
  return <Field error={error} label={`Values, ${path}`} onChange={onChange} values={test.values} />;
}
