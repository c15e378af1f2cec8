/** A table before it is Markdown or HTML: the first column is text, figures are set right. */
export interface ReportTable {
  readonly columns: readonly { readonly title: string; readonly align?: 'right' }[];
  readonly rows: readonly (readonly string[])[];
}
