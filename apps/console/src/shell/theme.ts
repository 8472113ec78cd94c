import type { ThemeConfig } from 'antd';
import { tokens } from '@heling/ui/tokens';

const { colour, tone, type, radius, density, space } = tokens.desk;

/** antd's theme from the design tokens of the desk. No motion: an operator's eighth hour is not the place for it. */
export const theme: ThemeConfig = {
  token: {
    motion: false,
    wireframe: false,
    fontFamily: "'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
    fontSize: type.body,
    fontSizeHeading1: type.large,
    lineHeight: type.leading,
    controlHeight: density.control,
    borderRadius: radius.m,
    borderRadiusSM: radius.s,
    padding: space.l,
    colorPrimary: colour.primary,
    colorLink: colour.primary,
    colorInfo: tone.p3.ink,
    colorSuccess: tone.ok.ink,
    colorWarning: tone.p1.ink,
    colorError: colour.danger,
    colorText: colour.text,
    colorTextSecondary: colour.muted,
    colorTextTertiary: colour.muted,
    colorTextDescription: colour.muted,
    colorTextPlaceholder: colour.muted,
    colorIcon: colour.muted,
    colorBgLayout: colour.ground,
    colorBorder: '#8a95a3',
    colorBorderSecondary: colour.line,
    colorSplit: colour.line,
  },
  components: {
    Table: { cellPaddingBlock: 6, cellPaddingInline: 10, headerBg: '#e9edf2' },
    Button: { primaryShadow: 'none', defaultShadow: 'none' },
    Modal: { titleFontSize: type.title },
  },
};
