/** To be drawn. */
export function SourcesPage() {
  return <h1>sources</h1>;
}
