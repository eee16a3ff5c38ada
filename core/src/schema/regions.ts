/** Regions that a rule may name: countries, their subdivisions, and groups that are spelt out when the rule is saved. */

const words = (codes: string): readonly string[] => codes.trim().split(/\s+/);

// Countries by the regions of the United Nations' M49 standard.
const AFRICA = words(`DZ EG LY MA SD TN EH IO BI KM DJ ER ET TF KE MG MW MU YT MZ RE RW SC SO SS UG TZ ZM ZW AO CM CF TD CG CD GQ GA ST
  BW SZ LS NA ZA BJ BF CV CI GM GH GN GW LR ML MR NE NG SH SN SL TG`);
const NORTHERN_AMERICA = words('BM CA GL PM US');
const LATIN_AMERICA = words(`AI AG AW BS BB BQ VG KY CU CW DM DO GD GP HT JM MQ MS PR BL KN LC MF VC SX TT TC VI BZ CR SV GT HN MX NI PA
  AR BO BV BR CL CO EC FK GF GY PY PE GS SR UY VE`);
const CENTRAL_ASIA = words('KZ KG TJ TM UZ');
const WESTERN_ASIA = words('AM AZ BH CY GE IQ IL JO KW LB OM QA SA PS SY TR AE YE');
const EAST_AND_SOUTH_ASIA = words('CN HK MO KP JP MN KR TW BN KH ID LA MY MM PH SG TH TL VN AF BD BT IN IR MV NP PK LK');
const EUROPE =
  words(`BY BG CZ HU PL MD RO RU SK UA AX DK EE FO FI GG IS IE IM JE LV LT NO SJ SE GB AL AD BA HR GI GR VA IT MT ME MK PT SM RS SI ES
  AT BE FR DE LI LU MC NL CH`);
const OCEANIA = words('AU CX CC HM NZ NF FJ NC PG SB VU GU KI MH FM NR MP PW UM AS CK PF NU PN WS TK TO TV WF');

const EU = words('AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE');
const EFTA = words('CH IS LI NO');
const MIDDLE_EAST = [...WESTERN_ASIA, 'EG', 'IR'];

/** Named groups and the countries that they stand for. What a saved rule holds is the codes: a later change here moves nobody. */
export const REGION_GROUPS: Readonly<Record<string, readonly string[]>> = {
  EU,
  EEA: [...EU, 'IS', 'LI', 'NO'],
  EFTA,
  SCHENGEN: [...EU.filter((code) => code !== 'CY' && code !== 'IE'), ...EFTA],
  EUROZONE: EU.filter((code) => !['CZ', 'DK', 'HU', 'PL', 'RO', 'SE'].includes(code)),
  DACH: ['DE', 'AT', 'CH'],
  BENELUX: ['BE', 'NL', 'LU'],
  NORDICS: words('DK FI IS NO SE AX FO GL'),
  GCC: words('AE BH KW OM QA SA'),
  MENA: [...new Set([...MIDDLE_EAST, ...words('DZ LY MA SD TN EH')])],
  ASEAN: words('BN KH ID LA MY MM PH SG TH TL VN'),
  APAC: [...EAST_AND_SOUTH_ASIA, ...OCEANIA],
  LATAM: LATIN_AMERICA,
  EMEA: [...new Set([...EUROPE, ...MIDDLE_EAST, ...AFRICA])],
  AFRICA,
  AMERICAS: [...NORTHERN_AMERICA, ...LATIN_AMERICA],
  ASIA: [...CENTRAL_ASIA, ...WESTERN_ASIA, ...EAST_AND_SOUTH_ASIA],
  EUROPE,
  OCEANIA,
};

/** ISO 3166-1 alpha-2, and XK, which everyone uses for Kosovo. */
export const COUNTRY_CODES: ReadonlySet<string> = new Set([
  ...AFRICA,
  ...NORTHERN_AMERICA,
  ...LATIN_AMERICA,
  ...CENTRAL_ASIA,
  ...WESTERN_ASIA,
  ...EAST_AND_SOUTH_ASIA,
  ...EUROPE,
  ...OCEANIA,
  'AQ',
  'XK',
]);

const CLOUD_REGION = /(north|south|east|west|central)/i;
const SUBDIVISION = /^([A-Z]{2})-[A-Z0-9]{1,3}$/;
const OFTEN_MEANT: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR', EN: 'GB', JA: 'JP', SW: 'SE' };

export type ExpandedRegions = { readonly codes: readonly string[] } | { readonly problem: string; readonly index: number };

/**
 * Codes that the values of a region test stand for, upper-case, each once: countries (ISO 3166-1
 * alpha-2), subdivisions (ISO 3166-2) and named groups. Else what is wrong with the first value that
 * is none of these, and its index.
 */
export function expandRegions(values: readonly unknown[]): ExpandedRegions {
  const codes = new Set<string>();
  for (const [index, value] of values.entries()) {
    const expanded = typeof value === 'string' ? expand(value.toUpperCase()) : undefined;
    if (expanded === undefined) return { problem: explain(value), index };
    for (const code of expanded) codes.add(code);
  }
  return { codes: [...codes] };
}

function expand(code: string): readonly string[] | undefined {
  if (Object.hasOwn(REGION_GROUPS, code)) return REGION_GROUPS[code];
  const country = SUBDIVISION.exec(code)?.[1] ?? code;
  return COUNTRY_CODES.has(country) ? [code] : undefined;
}

function explain(value: unknown): string {
  if (typeof value !== 'string') return `${JSON.stringify(value)} is not a region: a region is a text such as "DE", "US-CA" or "EU"`;
  if (CLOUD_REGION.test(value)) {
    return `"${value}" is a cloud region, and "region" is about countries: test it with "in" on an attribute of your own, such as cloudRegion`;
  }
  const meant = OFTEN_MEANT[value.toUpperCase()];
  if (meant !== undefined) return `"${value}" is not a country code of ISO 3166-1: ${meant} is`;
  const groups = Object.keys(REGION_GROUPS).join(', ');
  return `"${value}" is no region: use a country (ISO 3166-1, such as DE), a subdivision (ISO 3166-2, such as US-CA) or one of ${groups}`;
}
