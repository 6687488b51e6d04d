/** Hands a file to the person. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // After the click has been taken up; before it there would be nothing to save.
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
