import {
  ActionIcon,
  Button,
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  Switch,
  type VariantColorsResolver,
} from '@mantine/core';

const INK: MantineColorsTuple = [
  '#f8f9fa',
  '#f1f3f5',
  '#e9ecef',
  '#ced4da',
  '#adb5bd',
  '#868e96',
  '#565d64',
  '#495057',
  '#343a40',
  '#1a1d21',
];

const button = (background: string, hover: string, color: string, border = 'transparent') => ({
  background,
  hover,
  color,
  border: `1px solid ${border}`,
});

/** Only a kill is filled with a hue; every other act is ink on paper. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const kill = input.color === 'kill';
  if (input.variant === 'filled' && kill) return button('var(--kill-fill)', 'var(--kill-fill-hover)', 'var(--kill-text)');
  if (input.variant === 'filled') return button('var(--ink)', 'var(--ink-hover)', 'var(--ink-text)');
  if (input.variant === 'default' && kill) return button('var(--surface)', 'var(--killed-tint)', 'var(--killed)', 'var(--killed)');
  if (input.variant === 'default') return button('var(--surface)', 'var(--hover)', 'var(--text)', 'var(--line-strong)');
  if (input.variant === 'subtle') return button('transparent', 'var(--hover)', kill ? 'var(--killed)' : 'var(--text)');
  if (input.variant === 'light') return button('var(--accent-tint)', 'var(--accent-tint)', 'var(--accent)');
  return defaultVariantColorsResolver(input);
};

/** Every colour that Mantine paints with comes from tokens.css, which is measured. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...PAINT, '--mantine-color-gray-4': 'var(--line-strong)' },
  dark: {
    ...PAINT,
    '--mantine-color-dark-4': 'var(--line-strong)',
    '--mantine-color-dark-5': 'var(--raised)',
    '--mantine-color-dark-6': 'var(--surface)',
    '--mantine-color-dark-7': 'var(--hover)',
  },
});

const PAINT = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-bright': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-soft)',
  '--mantine-color-placeholder': 'var(--text-soft)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-error': 'var(--killed)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-disabled': 'var(--idle-tint)',
  '--mantine-color-disabled-color': 'var(--text-soft)',
  '--mantine-color-disabled-border': 'var(--line)',
  '--mantine-color-ink-filled': 'var(--accent)',
  '--mantine-color-ink-filled-hover': 'var(--accent)',
  '--mantine-primary-color-filled': 'var(--accent)',
  '--mantine-primary-color-filled-hover': 'var(--accent)',
  '--mantine-primary-color-contrast': 'var(--surface)',
  '--mantine-primary-color-light': 'var(--accent-tint)',
  '--mantine-primary-color-light-color': 'var(--accent)',
};

const SHADE = { backgroundOpacity: 0.45 };
const CLOSE = { 'aria-label': 'Close', size: 'lg' };

export const theme = createTheme({
  primaryColor: 'ink',
  colors: { ink: INK },
  primaryShade: 9,
  autoContrast: true,
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'never',
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  headings: { fontFamily: 'var(--sans)', fontWeight: '650' },
  defaultRadius: 'sm',
  radius: { xs: '0.25rem', sm: '0.375rem', md: '0.625rem' },
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  variantColorResolver,
  components: {
    Button: Button.extend({
      defaultProps: { size: 'sm', variant: 'default' },
      styles: {
        root: { minHeight: 'var(--hit)', height: 'auto', paddingBlock: '0.25rem', fontWeight: 550 },
        label: { height: 'auto', lineHeight: 1.4, overflow: 'visible' },
      },
    }),
    ActionIcon: ActionIcon.extend({
      defaultProps: { size: 'lg', variant: 'subtle' },
      styles: { root: { minWidth: 'var(--hit)', minHeight: 'var(--hit)' } },
    }),
    Switch: Switch.extend({
      defaultProps: { size: 'md', withThumbIndicator: false },
      styles: { track: { borderColor: 'var(--line-strong)' }, thumb: { boxShadow: '0 0 0 1px var(--line-strong)' } },
    }),
    Checkbox: { defaultProps: { size: 'md' }, styles: { icon: { color: 'var(--surface)' } } },
    Radio: { defaultProps: { size: 'md' }, styles: { icon: { color: 'var(--surface)' } } },
    Modal: { defaultProps: { radius: 'md', centered: true, overlayProps: SHADE, closeButtonProps: CLOSE } },
    Drawer: { defaultProps: { position: 'right', overlayProps: SHADE, closeButtonProps: CLOSE } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300, events: { hover: true, focus: true, touch: false } } },
    Pill: { styles: { root: { background: 'color-mix(in srgb, var(--text) 10%, transparent)', color: 'var(--text)' } } },
    SegmentedControl: { styles: { root: { background: 'color-mix(in srgb, var(--text) 9%, transparent)' } } },
    Select: { defaultProps: { allowDeselect: false, checkIconPosition: 'right' } },
  },
});
