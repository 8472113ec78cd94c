import { readFileSync } from 'node:fs';
import { contrast, stylesheet, THEMES, tokens } from '@heling/ui/tokens';

describe('design tokens', () => {
  it('computes the contrast of WCAG', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.478, 2);
  });

  it.each(THEMES)('%s: every text stands out at least 4.5 : 1 from what is behind it', (theme) => {
    const { colour, tone } = tokens[theme];
    const pairs: [string, string, string][] = [
      ['onPrimary/primary', colour.onPrimary, colour.primary],
      ['onDanger/danger', colour.onDanger, colour.danger],
    ];
    for (const back of ['ground', 'surface'] as const) {
      for (const front of ['text', 'muted', 'primary', 'danger'] as const) {
        pairs.push([`${front}/${back}`, colour[front], colour[back]]);
      }
      for (const [name, { ink }] of Object.entries(tone)) pairs.push([`${name}/${back}`, ink, colour[back]]);
    }
    for (const [name, { ink, tint }] of Object.entries(tone)) pairs.push([`${name} on its tint`, ink, tint]);
    expect(pairs.filter(([, front, back]) => contrast(front, back) < 4.5)).toEqual([]);
  });

  it('gives elders large text and large targets', () => {
    const { type, density } = tokens.elder;
    expect(Math.min(type.small, type.body)).toBeGreaterThanOrEqual(18);
    expect(type.large).toBeGreaterThanOrEqual(30);
    expect(type.leading).toBeGreaterThanOrEqual(1.3);
    expect(density.touch).toBeGreaterThanOrEqual(60);
    for (const theme of THEMES) expect(tokens[theme].density.touch).toBeGreaterThanOrEqual(44);
  });

  it('has its stylesheet up to date (node tools/build/tokens.mjs)', () => {
    const file = new URL('../src/tokens.css', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(stylesheet());
  });
});
