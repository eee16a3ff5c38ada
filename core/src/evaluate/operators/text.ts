import { family, type Operator, parseEach, type RegexEngine } from '../operator.ts';

interface Texts {
  readonly texts: readonly string[];
  readonly fold: boolean;
}

/** Case is folded by Unicode's default lower-case mapping, whatever the locale. */
function text(compare: (subject: string, text: string) => boolean): Operator<Texts> {
  return {
    operand: 'string',
    values: 'required',
    folds: true,
    parse(values, fold) {
      const texts = parseEach(values, (value) => (typeof value === 'string' ? (fold ? value.toLowerCase() : value) : undefined));
      return texts && { texts, fold };
    },
    holds(value, { texts, fold }) {
      if (typeof value !== 'string') return false;
      const subject = fold ? value.toLowerCase() : value;
      for (const wanted of texts) if (compare(subject, wanted)) return true;
      return false;
    },
  };
}

type Matcher = NonNullable<ReturnType<RegexEngine>>;

const matches: Operator<readonly Matcher[]> = {
  operand: 'pattern',
  values: 'required',
  folds: true,
  parse: (values, ignoreCase, engines) =>
    parseEach(values, (pattern) => (typeof pattern === 'string' ? (compile(engines.regex, pattern, ignoreCase) ?? undefined) : undefined)),
  holds: (value, matchers) => typeof value === 'string' && matchers.some((matcher) => matcher.test(value)),
};

function compile(engine: RegexEngine | undefined, pattern: string, ignoreCase: boolean): Matcher | null | undefined {
  try {
    return engine?.(pattern, ignoreCase);
  } catch {
    return null;
  }
}

export const TEXT = family({
  contains: text((subject, wanted) => subject.includes(wanted)),
  startsWith: text((subject, wanted) => subject.startsWith(wanted)),
  endsWith: text((subject, wanted) => subject.endsWith(wanted)),
  matches,
});
