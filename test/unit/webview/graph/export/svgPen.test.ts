import assert from 'node:assert/strict';
import { svgColor } from '../../../../../webview/graph/export/svgColor';
import { SvgPen } from '../../../../../webview/graph/export/svgPen';
import { xmlNumber, xmlText } from '../../../../../webview/graph/export/xmlText';
import { parseXml } from '../../../../fixtures/xmlTree';

describe('text in XML', () => {
  it('comes back as it was, but for what XML 1.0 cannot write', () => {
    const text = 'a <b> & "c" \'d\'\n\t\r ]]> \u202eשלום\u2068 🦊 é';
    assert.equal(parseXml(`<t a="${xmlText(text)}">${xmlText(text)}</t>`).text, text);
    assert.equal(parseXml(`<t a="${xmlText(text)}"/>`).attributes.get('a'), text);
    assert.equal(xmlText('\u0000\u0007\ufffe\uffff'), '\ufffd\ufffd\ufffd\ufffd');
    assert.equal(xmlText('x\ud800y\udc00z'), 'x\ufffdy\ufffdz');
    assert.equal(xmlText('\ud83e\udd8a'), '🦊');
  });

  it('numbers are short and never anything else', () => {
    assert.deepEqual([1, 1.005, 0.126, -0.001, -12.5, Number.NaN, Number.POSITIVE_INFINITY].map(xmlNumber), [
      '1',
      '1',
      '0.13',
      '0',
      '-12.5',
      '0',
      '0',
    ]);
  });
});

describe('colours in SVG', () => {
  it('are read as themes and canvases write them', () => {
    const cases = {
      '#abc': ['#aabbcc', 1],
      '#ABCDEF': ['#abcdef', 1],
      '#abcdef80': ['#abcdef', 128 / 255],
      '#0008': ['#000000', 136 / 255],
      'rgb(1, 2, 3)': ['#010203', 1],
      'rgba(255,0,128,.25)': ['#ff0080', 0.25],
      'rgb(10 20 30 / 40%)': ['#0a141e', 0.4],
      'color(srgb 1 0.5 0 / 0.5)': ['#ff8000', 0.5],
      transparent: ['#000000', 0],
      '': ['#000000', 0],
      tomato: ['tomato', 1],
      'url(javascript:x)"><script>': ['#000000', 1],
    } as const;
    for (const [css, [color, opacity]] of Object.entries(cases)) {
      assert.deepEqual(svgColor(css), { color, opacity }, css);
    }
  });
});

describe('a pen that writes SVG', () => {
  function written(draw: (pen: SvgPen) => void): string {
    const markup: string[] = [];
    const pen = new SvgPen(piece => markup.push(piece));
    draw(pen);
    pen.end();
    const text = markup.join('');
    parseXml(`<svg>${text}</svg>`);
    return text;
  }

  it('writes paths with strokes, widths, dashes and strength', () => {
    const text = written(pen => {
      pen.strokeStyle = '#112233';
      pen.lineWidth = 2.5;
      pen.globalAlpha = 0.5;
      pen.setLineDash([4, 3]);
      pen.beginPath();
      pen.moveTo(1, 2);
      pen.lineTo(3.456, 4);
      pen.quadraticCurveTo(5, 6, 7, 8);
      pen.closePath();
      pen.stroke();
    });
    assert.equal(
      text,
      '<path d="M1 2L3.46 4Q5 6 7 8Z" fill="none" stroke="#112233" stroke-opacity="0.5" stroke-width="2.5" stroke-dasharray="4 3"/>',
    );
  });

  it('writes a lone rectangle as one, and others as paths whose corners fit', () => {
    const rounded = written(pen => {
      pen.beginPath();
      pen.roundRect(1, 2, 30, 20, 5);
      pen.fill();
    });
    assert.equal(rounded, '<rect x="1" y="2" width="30" height="20" rx="5" fill="#000000"/>');
    const band = written(pen => {
      pen.beginPath();
      pen.roundRect(0, 0, 4, 60, [5, 0, 0, 5]);
      pen.fill();
    });
    // As a canvas: 5 on a side of 4 becomes 4.
    assert.match(band, /d="M4 0H4V60H4A4 4 0 0 1 0 56V4A4 4 0 0 1 4 0Z"/);
    const two = written(pen => {
      pen.beginPath();
      pen.roundRect(0, 0, 9, 9, 2);
      pen.roundRect(3, 3, 3, 3, 1);
      pen.stroke();
    });
    assert.equal((two.match(/<path/g) ?? []).length, 1);
    assert.equal((two.match(/Z/g) ?? []).length, 2);
  });

  it('writes circles in two arcs', () => {
    const text = written(pen => {
      pen.beginPath();
      pen.moveTo(15, 10);
      pen.arc(10, 10, 5, 0, 2 * Math.PI);
      pen.fill();
    });
    assert.match(text, /d="M15 10L15 10A5 5 0 0 1 5 10A5 5 0 0 1 15 10"/);
  });

  it('writes text with its size, weight and place, and its rim in the same element', () => {
    const text = written(pen => {
      pen.font = '600 13px "A & B"';
      pen.textBaseline = 'middle';
      pen.textAlign = 'center';
      pen.strokeStyle = '#000000';
      pen.lineWidth = 4;
      pen.strokeText('<a>', 10, 20);
      pen.fillStyle = '#ffffff';
      pen.fillText('<a>', 10, 20);
      pen.strokeText('alone', 1, 2);
    });
    const [first, second] = parseXml(`<svg>${text}</svg>`).children;
    assert.deepEqual([first?.text, second?.text], ['<a>', 'alone']);
    assert.deepEqual(Object.fromEntries(first?.attributes ?? []), {
      x: '10',
      y: '23.38',
      'font-size': '13',
      'font-weight': '600',
      'text-anchor': 'middle',
      fill: '#ffffff',
      stroke: '#000000',
      'stroke-width': '4',
      'paint-order': 'stroke',
    });
    assert.equal(second?.attributes.get('fill'), 'none');
  });
});
