/** @typedef {import('../src/rooms/draw/drawing.js').Drawing} Drawing */
/** @typedef {(low: number, high: number) => number} Between draws a number between two */

/**
 * Many points at random, in one to four lines.
 *
 * @param {Between} between
 * @returns {Drawing}
 */
export function scribble(between) {
  const lines = Math.floor(between(1, 5));
  const points = Math.ceil(between(9, 30) / lines) + 2;
  const step = between(0.3, 1);
  const onPad = (/** @type {number} */ value) => Math.min(0.8, Math.max(-0.8, value));
  return Array.from({ length: lines }, () => {
    let [x, y] = [between(-0.6, 0.6), between(-0.6, 0.6)];
    return Array.from({ length: points }, () => {
      x = onPad(x + between(-step, step));
      y = onPad(y + between(-step, step));
      return { x, y };
    });
  });
}

/**
 * A round scribble: a curve whose coordinates are sums of a few waves.
 *
 * @param {Between} between
 * @returns {Drawing}
 */
export function curve(between) {
  const turns = between(2.2, 6);
  const waves = Array.from({ length: 2 }, () =>
    [1, between(0.1, 0.8), between(1.2, 3)].map((frequency, index) => ({
      frequency,
      size: index === 0 ? between(0.4, 1) : between(0, 0.6),
      phase: between(0, 2 * Math.PI),
    })),
  );
  const points = Math.ceil(16 * turns);
  return [
    Array.from({ length: points }, (_, index) => {
      const [x = 0, y = 0] = waves.map((sums) =>
        sums.reduce((sum, { frequency, size, phase }) => {
          const angle = (2 * Math.PI * turns * frequency * index) / points;
          return sum + size * Math.sin(angle + phase);
        }, 0),
      );
      return { x, y };
    }),
  ];
}

/**
 * A sign of three to seven strokes that cross: bars and arcs.
 *
 * @param {Between} between
 * @returns {Drawing}
 */
export function sign(between) {
  const strokes = Math.floor(between(3, 8));
  return Array.from({ length: strokes }, () => {
    const bent = between(0, 1) < 0.4 ? between(1, 2 * Math.PI) : 0.01;
    const length = between(0.6, 1.6);
    const start = between(0, 2 * Math.PI);
    const radius = length / bent;
    // Where its middle is.
    const at = { x: between(-0.4, 0.4), y: between(-0.4, 0.4) };
    const middle = start + bent / 2;
    return Array.from({ length: 13 }, (_, index) => {
      const angle = start + (bent * index) / 12;
      return {
        x: at.x + radius * Math.cos(angle) - radius * Math.cos(middle),
        y: at.y + radius * Math.sin(angle) - radius * Math.sin(middle),
      };
    });
  });
}

/**
 * A bent stem that ends in a bowl.
 *
 * @param {Between} between
 * @returns {Drawing}
 */
export function six(between) {
  const [width, height] = [between(0.3, 0.6), between(0.28, 0.55)];
  const middle = 1 - height;
  const tip = { x: between(-0.3, 0.7), y: -1 };
  const bend = { x: -width + between(-0.25, 0.15), y: between(-0.8, 0) };
  const stem = Array.from({ length: 12 }, (_, index) => {
    const t = index / 12;
    const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
    return { x: a * tip.x + b * bend.x - c * width, y: a * tip.y + b * bend.y + c * middle };
  });
  const all = 2 * Math.PI * between(0.85, 1.15);
  const bowl = Array.from({ length: 21 }, (_, index) => {
    const angle = Math.PI - (all * index) / 20;
    return { x: width * Math.cos(angle), y: middle + height * Math.sin(angle) };
  });
  return [[...stem, ...bowl]];
}

/**
 * @param {Between} between
 * @returns {Drawing}
 */
export function nine(between) {
  return six(between).map((line) => line.map(({ x, y }) => ({ x: -x, y: -y })));
}

/**
 * A stem with a flag, and sometimes a foot.
 *
 * @param {Between} between
 * @returns {Drawing}
 */
export function one(between) {
  const lean = between(-0.25, 0.25);
  const angle = between(0.4, 1.05);
  const flag = between(0.25, 0.85);
  const top = { x: lean, y: -1 };
  const stem = [top, { x: -lean, y: 1 }];
  const tip = { x: lean - flag * Math.sin(angle), y: -1 + flag * Math.cos(angle) };
  const foot = between(0.2, 0.6);
  const feet = [
    { x: -lean - foot, y: 1 },
    { x: -lean + foot, y: 1 },
  ];
  return between(0, 1) < 0.3 ? [[tip, ...stem], feet] : [[tip, ...stem]];
}

/**
 * A seven, with or without a bar.
 *
 * @param {Between} between
 * @returns {Drawing}
 */
export function seven(between) {
  const width = between(0.4, 0.7);
  const rise = between(-0.12, 0.12);
  const corner = { x: width, y: -1 + rise };
  const end = { x: between(-0.35, 0.15), y: 1 };
  const middle = { x: (corner.x + end.x) / 2, y: between(-0.15, 0.15) };
  const half = between(0.25, 0.5);
  const bar = [
    { x: middle.x - half, y: middle.y },
    { x: middle.x + half, y: middle.y },
  ];
  const lines = [[{ x: -width, y: -1 - rise }, corner, end]];
  return between(0, 1) < 0.5 ? [...lines, bar] : lines;
}
