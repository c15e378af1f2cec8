/** A picture that can't be shown, with what to do about it. */
export class PictureError extends Error {
  override readonly name: string = 'PictureError';
}
