// The ONNX model of one GridSample node, written as its protobuf fields (onnx.proto, IR version 8).

import type { SamplerName } from '../cases/operation.js';

/** ONNX model with inputs X `[N, C, H, W]` and grid `[N, H', W', 2]`, output Y; zeros outside; opset 16. */
export function gridSampleModel(mode: SamplerName): Uint8Array {
  const attribute = (name: string, value: Uint8Array, type: number): Uint8Array =>
    message(5, concat(text(1, name), value, varintField(20, type)));
  const node = concat(
    text(1, 'X'),
    text(1, 'grid'),
    text(2, 'Y'),
    text(4, 'GridSample'),
    attribute('mode', bytes(4, utf8(mode)), 3),
    attribute('padding_mode', bytes(4, utf8('zeros')), 3),
    attribute('align_corners', varintField(3, 0), 2),
  );
  const graph = concat(
    message(1, node),
    text(2, 'grid-sample'),
    message(11, valueInfo('X', ['n', 'c', 'h', 'w'])),
    message(11, valueInfo('grid', ['n', 'p', 'q', 'two'])),
    message(12, valueInfo('Y', ['n', 'c', 'p', 'q'])),
  );
  return concat(varintField(1, 8), message(7, graph), message(8, varintField(2, 16)));
}

function valueInfo(name: string, dimensions: readonly string[]): Uint8Array {
  const shape = concat(...dimensions.map((dimension) => message(1, text(2, dimension))));
  const tensorType = concat(varintField(1, 1), message(2, shape));
  return concat(text(1, name), message(2, message(1, tensorType)));
}

function varint(value: number): Uint8Array {
  const groups: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return Uint8Array.from([...groups, rest]);
    groups.push((rest & 127) | 128);
  }
}

function varintField(field: number, value: number): Uint8Array {
  return concat(varint(field << 3), varint(value));
}

function bytes(field: number, value: Uint8Array): Uint8Array {
  return concat(varint((field << 3) | 2), varint(value.length), value);
}

const message = bytes;

function text(field: number, value: string): Uint8Array {
  return bytes(field, utf8(value));
}

function utf8(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
