/** The picture has three times as many pixels as the plot has units, enough to print. */
const SCALE = 3;

/** Saves a plot as a PNG file, in the colours of the light theme. */
export async function savePng(svg: SVGSVGElement, filename: string): Promise<void> {
  const { width, height } = svg.viewBox.baseVal;
  const picture = new Image();
  picture.src = `data:image/svg+xml,${encodeURIComponent(toStandaloneSvg(svg))}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * SCALE, height * SCALE];
  const context = canvas.getContext("2d");
  if (!context) return;
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob) save(blob, filename);
}

/** The plot with its colours in position of the page's variables, which a picture does not have. */
function toStandaloneSvg(svg: SVGSVGElement): string {
  const { width, height } = svg.viewBox.baseVal;
  const copy = svg.cloneNode(true) as SVGSVGElement; // a clone has the type of its original
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const probe = document.createElement("span");
  probe.style.colorScheme = "light";
  document.body.append(probe);
  const text = new XMLSerializer().serializeToString(copy).replace(/var\(--[\w-]+\)/g, (variable) => {
    probe.style.color = variable;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  return text;
}

function save(blob: Blob, filename: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = filename;
  link.click();
  URL.revokeObjectURL(link.href);
}
