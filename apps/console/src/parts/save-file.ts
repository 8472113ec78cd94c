/** Hands a downloaded file to the browser. */
export function saveFile({ content, fileName }: { content: Blob; fileName: string }): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
