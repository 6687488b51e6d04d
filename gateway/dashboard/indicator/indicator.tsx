/** Everything about one indicator. */
export function IndicatorPage({ code }: { readonly code: string }) {
  return <h1>{code}</h1>;
}
