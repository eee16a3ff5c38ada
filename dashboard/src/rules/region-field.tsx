import { TagsInput } from '@mantine/core';
import { COUNTRY_CODES, expandRegions, REGION_GROUPS } from '@sluice/core/words';
import type { ValuesProps } from './values-field.tsx';

const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

const COUNTRIES = [...COUNTRY_CODES].sort((one, other) => regionName(one).localeCompare(regionName(other)));
const CHOICES = [
  { group: 'Groups', items: Object.keys(REGION_GROUPS) },
  { group: 'Countries', items: COUNTRIES },
];

/** `DE` is Germany; groups and subdivisions are known by their code. */
function regionName(code: string): string {
  return COUNTRY_CODES.has(code) ? (names.of(code) ?? code) : code;
}

const described = (code: string) => {
  const group = REGION_GROUPS[code];
  return group === undefined ? regionName(code) : `${group.length} countries`;
};

/** Countries and groups found by code or name; a subdivision such as US-CA is typed. */
export function RegionField({ values = [], onChange, label, error }: ValuesProps) {
  const checked = values.length === 0 ? null : expandRegions(values);
  const fault = checked !== null && 'problem' in checked ? checked.problem : error;
  return (
    <TagsInput
      aria-label={label}
      data={CHOICES}
      error={fault}
      filter={({ options, search }) => narrowed(options, search.trim().toLowerCase())}
      limit={60}
      maxDropdownHeight={280}
      onChange={(codes) => onChange(codes.map((code) => code.trim().toUpperCase()))}
      placeholder={values.length === 0 ? 'EU, DE, US-CA…' : ''}
      renderOption={({ option }) => (
        <span>
          <code>{option.value}</code> <span className="soft">{described(option.value)}</span>
        </span>
      )}
      value={values.map(String)}
    />
  );
}

type Options = Parameters<NonNullable<React.ComponentProps<typeof TagsInput>['filter']>>[0]['options'];

function narrowed(options: Options, search: string): Options {
  return options.flatMap((option): Options => {
    if (!('group' in option)) return fits(option.value, search) ? [option] : [];
    const items = option.items.filter((item) => fits(item.value, search));
    return items.length === 0 ? [] : [{ ...option, items }];
  });
}

const fits = (code: string, search: string) => code.toLowerCase().startsWith(search) || regionName(code).toLowerCase().includes(search);
