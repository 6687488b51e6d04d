/** What the schema says of something; what it has between backticks is code. Nothing where it says nothing. */
export function Description({ text }: { readonly text: string | null | undefined }) {
  if (!text) return null;
  return (
    <p class="small soft" lang="en">
      {text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}
    </p>
  );
}
