import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { JSDOM } from 'jsdom';

import cheapComputedStyle from './computedStyle.cjs';

const PAGE = `
  <style>
    .hidden, #gone { display: none }
    main > p.note:not(.loud) { visibility: hidden }
    a:link { color: red }
    [data-kind="b,c"] { color: blue }
    :is(ul, ol) li:first-child { color: green }
    .outer .inner, section :focus-visible { background-color: yellow }
    p::before { color: purple }
    @media screen { b { display: block } }
    svg[viewBox] { color: orange }
    [*|role] { visibility: hidden }
    button:disabled { pointer-events: none }
    .sm\\:wide, #x\\.y { color: pink }
    * { caret-color: red }
  </style>
  <main>
    <p class="note">a <b>b</b></p><p class="note loud">c</p>
    <div id="gone"><i>d</i></div>
    <a href="#">e</a><a>f</a>
    <span data-kind="b,c">g</span>
    <ul><li>h</li><li><ol><li>i</li></ol></li></ul>
    <div class="outer"><span class="inner">j</span></div>
    <section><button disabled>k</button><input type="hidden"><input id="in"></section>
    <dialog>l</dialog><dialog open>m</dialog><table rules="all"><tr><td>n</td></tr></table>
    <span hidden style="color: teal">o</span><h1>p</h1><details><p>q</p></details>
    <svg viewBox="0 0 1 1" role="img"><a>r</a><text>s</text></svg>
    <b class="sm:wide">t</b><b id="x.y">u</b>
  </main>`;

describe('cheap computed styles', () => {
  it('are those that jsdom computes, of each element', () => {
    const plain = new JSDOM(PAGE).window;
    const cheap = new JSDOM(PAGE).window;
    cheapComputedStyle(cheap);
    const expected = stylesOf(plain);
    stylesOf(cheap).forEach((styles, index) => {
      assert.deepEqual(styles, expected[index]);
    });
    assert.equal(expected.length, 39);
  });

  it('are those of the moment', () => {
    const { window } = new JSDOM(PAGE);
    cheapComputedStyle(window);
    const [note] = window.document.getElementsByTagName('p');
    const before = window.getComputedStyle(note).visibility;
    note.classList.add('loud');
    const after = window.getComputedStyle(note).visibility;
    note.classList.add('hidden');
    const { display } = window.getComputedStyle(note);
    assert.deepEqual([before, after, display], ['hidden', 'visible', 'none']);
  });

  it('answer as a declaration does', () => {
    const { window } = new JSDOM(PAGE);
    cheapComputedStyle(window);
    const [bold] = window.document.getElementsByTagName('b');
    const style = window.getComputedStyle(bold);
    assert.equal(style.getPropertyValue('display'), 'block');
    assert.equal(style.getPropertyValue('font-weight'), 'bolder');
    assert.equal(style.fontWeight, 'bolder');
    assert.equal(style.opacity, '');
    assert.ok(style.length > 0);
    assert.ok('cssText' in style);
  });

  it('are refused of what has none', () => {
    const { window } = new JSDOM(PAGE);
    cheapComputedStyle(window);
    const { document } = window;
    for (const node of [document, document.createTextNode('text')]) {
      assert.throws(() => window.getComputedStyle(node), TypeError);
    }
  });
});

function stylesOf(window) {
  window.document.getElementById('in').focus();
  return [...window.document.querySelectorAll('*')].map(element => {
    const style = window.getComputedStyle(element);
    const { display, visibility, color, outlineColor } = style;
    const all = Array.from(style, name => [name, style.getPropertyValue(name)]);
    return {
      element: element.outerHTML,
      display,
      visibility,
      color,
      outlineColor,
      cssText: style.cssText,
      all,
    };
  });
}
