/**
 * The design tokens, one source for CSS variables (`tokens.css`, written by `node tools/build/tokens.mjs`), antd's theme
 * and drawings. Sizes in px, motion in ms, colours in `#rrggbb`.
 */
export const THEMES = ['desk', 'wall', 'elder', 'phone'] as const;
/** desk: dense, for the console. wall: dark, huge, read at 4 m. elder: light, huge. phone: light, for the young. */
export type Theme = (typeof THEMES)[number];

/** Ink on a tint, for marks and tags. */
export interface Tone {
  ink: string;
  tint: string;
}
export const TONES = ['p0', 'p1', 'p2', 'p3', 'ok', 'unknown'] as const;
export type ToneName = (typeof TONES)[number];

export interface Tokens {
  colour: {
    ground: string;
    surface: string;
    line: string;
    text: string;
    muted: string;
    primary: string;
    onPrimary: string;
    danger: string;
    onDanger: string;
  };
  tone: Record<ToneName, Tone>;
  /** Type scale. */
  type: { small: number; body: number; title: number; large: number; huge: number; leading: number };
  /** Steps of distance. */
  space: { xs: number; s: number; m: number; l: number; xl: number };
  radius: { s: number; m: number };
  motion: { quick: number; slow: number };
  /** Height of a control, least size of what a finger must hit, and height of a table's row. */
  density: { control: number; touch: number; row: number };
}

const light: Tokens['tone'] = {
  p0: { ink: '#a8121b', tint: '#fdeaea' },
  p1: { ink: '#8f4200', tint: '#fff1e2' },
  p2: { ink: '#6f5300', tint: '#fff8d6' },
  p3: { ink: '#14529c', tint: '#e8f1fc' },
  ok: { ink: '#1b6230', tint: '#e6f5ea' },
  unknown: { ink: '#505a66', tint: '#eceff2' },
};

const warm: Tokens['colour'] = {
  ground: '#faf6ef',
  surface: '#ffffff',
  line: '#ded3c3',
  text: '#1f1a14',
  muted: '#54493c',
  primary: '#a03a08',
  onPrimary: '#ffffff',
  danger: '#a8121b',
  onDanger: '#ffffff',
};

export const tokens: Record<Theme, Tokens> = {
  desk: {
    colour: {
      ground: '#f3f5f8',
      surface: '#ffffff',
      line: '#d3dae2',
      text: '#1b2430',
      muted: '#515c6a',
      primary: '#0b5cad',
      onPrimary: '#ffffff',
      danger: '#b3141d',
      onDanger: '#ffffff',
    },
    tone: light,
    type: { small: 12, body: 14, title: 16, large: 20, huge: 28, leading: 1.5 },
    space: { xs: 4, s: 8, m: 12, l: 16, xl: 24 },
    radius: { s: 4, m: 6 },
    motion: { quick: 120, slow: 240 },
    density: { control: 32, touch: 44, row: 36 },
  },
  wall: {
    colour: {
      ground: '#0a111e',
      surface: '#141d2e',
      line: '#3a4963',
      text: '#f2f5fa',
      muted: '#b6c2d2',
      primary: '#74b7ff',
      onPrimary: '#06101f',
      danger: '#ff8d8d',
      onDanger: '#2b0508',
    },
    tone: {
      p0: { ink: '#ffa3a3', tint: '#4f0d13' },
      p1: { ink: '#ffbd7a', tint: '#432405' },
      p2: { ink: '#ffe371', tint: '#3a3000' },
      p3: { ink: '#93c8ff', tint: '#0f2c4d' },
      ok: { ink: '#86e3a6', tint: '#0d3520' },
      unknown: { ink: '#c6cfda', tint: '#2a3342' },
    },
    type: { small: 22, body: 28, title: 36, large: 52, huge: 96, leading: 1.3 },
    space: { xs: 6, s: 12, m: 20, l: 28, xl: 40 },
    radius: { s: 6, m: 10 },
    motion: { quick: 150, slow: 300 },
    density: { control: 56, touch: 60, row: 64 },
  },
  elder: {
    colour: warm,
    tone: light,
    type: { small: 18, body: 20, title: 24, large: 30, huge: 40, leading: 1.5 },
    space: { xs: 6, s: 10, m: 16, l: 20, xl: 28 },
    radius: { s: 8, m: 14 },
    motion: { quick: 150, slow: 300 },
    density: { control: 60, touch: 60, row: 64 },
  },
  phone: {
    colour: warm,
    tone: light,
    type: { small: 14, body: 16, title: 18, large: 24, huge: 30, leading: 1.5 },
    space: { xs: 4, s: 8, m: 12, l: 16, xl: 24 },
    radius: { s: 6, m: 12 },
    motion: { quick: 120, slow: 240 },
    density: { control: 48, touch: 48, row: 48 },
  },
};

/** Relative luminance of WCAG 2.2 of a colour `#rrggbb`, 0 to 1. */
export function luminance(colour: string): number {
  const part = (from: number) => {
    const value = parseInt(colour.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

/** Contrast ratio of WCAG 2.2 between two colours, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The variables of a theme: `--colour-text`, `--p0-ink`, `--type-body`, `--space-m`, `--density-touch`, … */
export function variablesOf(theme: Theme): Record<string, string> {
  const { colour, tone, type, space, radius, motion, density } = tokens[theme];
  const all: Record<string, string> = {};
  for (const [name, value] of Object.entries(colour)) all[`--colour-${name.toLowerCase()}`] = value;
  for (const [name, { ink, tint }] of Object.entries(tone)) {
    all[`--${name}-ink`] = ink;
    all[`--${name}-tint`] = tint;
  }
  const { leading, ...sizes } = type;
  all['--type-leading'] = String(leading);
  for (const [name, px] of Object.entries(sizes)) all[`--type-${name}`] = `${px}px`;
  for (const [name, px] of Object.entries(space)) all[`--space-${name}`] = `${px}px`;
  for (const [name, px] of Object.entries(radius)) all[`--radius-${name}`] = `${px}px`;
  for (const [name, ms] of Object.entries(motion)) all[`--motion-${name}`] = `${ms}ms`;
  for (const [name, px] of Object.entries(density)) all[`--density-${name}`] = `${px}px`;
  return all;
}

/** The text of `tokens.css`: each theme's variables under `[data-theme='…']`. */
export function stylesheet(): string {
  const blocks = THEMES.map((theme) => {
    const lines = Object.entries(variablesOf(theme)).map(([name, value]) => `  ${name}: ${value};`);
    return `[data-theme='${theme}'] {\n${lines.join('\n')}\n}\n`;
  });
  return `/* Written by tools/build/tokens.mjs from tokens.ts. */\n${blocks.join('\n')}`;
}
