/** A colour as SVG 1.1 knows it. */
export interface SvgColor {
  /** `#rrggbb`, or a name. */
  readonly color: string;
  /** 0 to 1. */
  readonly opacity: number;
}

const NUMBERS = /-?\d*\.?\d+%?/g;

/** Reads what canvases and themes write: `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`, `rgb(…)`, `rgba(…)`, `color(srgb …)`, names. */
export function svgColor(css: string): SvgColor {
  const text = css.trim().toLowerCase();
  if (text === '' || text === 'transparent') return { color: '#000000', opacity: 0 };
  if (/^#([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/.test(text)) return ofHex(text.slice(1));
  if (/^rgba?\(/.test(text)) return ofNumbers(text, 255);
  if (text.startsWith('color(srgb ')) return ofNumbers(text, 1);
  return { color: /^[a-z]+$/.test(text) ? text : '#000000', opacity: 1 };
}

function ofHex(digits: string): SvgColor {
  const long = digits.length > 4 ? digits : Array.from(digits, digit => digit + digit).join('');
  const alpha = long.slice(6);
  return { color: `#${long.slice(0, 6)}`, opacity: alpha === '' ? 1 : Number.parseInt(alpha, 16) / 255 };
}

function ofNumbers(text: string, whole: number): SvgColor {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (text.slice(text.indexOf('(')).match(NUMBERS) ?? []).map(
    (part, at) => {
      const value = Number.parseFloat(part);
      if (at === 3) return Math.min(1, Math.max(0, part.endsWith('%') ? value / 100 : value));
      const share = part.endsWith('%') ? value / 100 : value / whole;
      return Math.round(255 * Math.min(1, Math.max(0, share)));
    },
  );
  const hex = [red, green, blue].map(part => part.toString(16).padStart(2, '0')).join('');
  return { color: `#${hex}`, opacity: alpha };
}
