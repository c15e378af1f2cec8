import { loadGoldens } from '@tfjs-stn/testing/goldens';

/** A file that PyTorch wrote, and what it holds; nothing where it is to be refused. */
interface FileGolden {
  readonly name: string;
  /** Base64. */
  readonly file: string;
  readonly tensors?: readonly {
    readonly name: string;
    readonly dtype: string;
    readonly values: { readonly shape: readonly number[]; readonly data: Float32Array };
  }[];
}

export const pytorchFiles: readonly FileGolden[] = loadGoldens<FileGolden>('pytorch-files');

/** The bytes of one of them. */
export function bytesOf(name: string): Uint8Array {
  const golden = pytorchFiles.find((file) => file.name === name);
  if (golden === undefined) throw new Error(`there is no file '${name}'`);
  return decode(golden.file);
}

export function decode(file: string): Uint8Array {
  return new Uint8Array(Buffer.from(file, 'base64'));
}
