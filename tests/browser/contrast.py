"""Whether every text stands out from what is behind it (WCAG 2.2, 1.4.3), asked in a hundredth of a second.

axe judges it too, with more care for what lies over what, and that takes two thirds of its time: so it is
asked in the slow group (tests/browser/variants.py), and this of every page every day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.browser.conftest import Opened

FAINT = """() => {
    const brush = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true}), known = new Map();
    const drawn = colour => {  // whatever way it is written in: red, green, blue, and how opaque it is
        if (!known.has(colour)) {
            brush.clearRect(0, 0, 1, 1);
            brush.fillStyle = colour;
            brush.fillRect(0, 0, 1, 1);
            const [red, green, blue, opaque] = brush.getImageData(0, 0, 1, 1).data;
            known.set(colour, [red, green, blue, opaque / 255]);
        }
        return known.get(colour);
    };
    const over = ([r, g, b, opaque], below) =>
        [r, g, b].map((each, at) => each * opaque + below[at] * (1 - opaque));
    const light = colour => {
        const [red, green, blue] = colour.map(each => each / 255)
            .map(each => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const behind = element => {  // null where a picture is
        const layers = [];
        for (let at = element; at; at = at.parentElement) {
            const style = getComputedStyle(at), colour = drawn(style.backgroundColor);
            if (style.backgroundImage !== 'none') return null;
            layers.unshift(colour);
            if (colour[3] === 1) break;
        }
        return layers.reduce((below, layer) => over(layer, below), [255, 255, 255]);
    };
    const isOff = element => element.closest(':disabled, [aria-disabled=true]')
        || element.closest('label')?.control?.disabled;
    const texts = new Set(document.querySelectorAll('input:not([type=hidden]), select, textarea'));
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) if (walk.currentNode.data.trim()) texts.add(walk.currentNode.parentElement);
    const faint = [];
    for (const element of texts) {
        const box = element.getBoundingClientRect();
        if (box.width <= 1 || box.height <= 1 || element.closest('svg, option, noscript') || isOff(element)
            || !element.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
        const below = behind(element), style = getComputedStyle(element), size = parseFloat(style.fontSize);
        if (!below) continue;
        const [one, other] = [light(over(drawn(style.color), below)), light(below)].sort((a, b) => b - a);
        const ratio = (one + 0.05) / (other + 0.05), isLarge = size >= 24 || size >= 18.66 && style.fontWeight >= 700;
        if (ratio < (isLarge ? 3 : 4.5)) faint.push(`${ratio.toFixed(2)}: ${element.outerHTML.slice(0, 120)}`);
    }
    return faint;
}"""


def faint_texts(opened: Opened) -> list[str]:
    """Texts that stand out too little, each with its contrast."""
    return list(opened.ask(FAINT))
