import { crc32, deflateSync } from "node:zlib";

/** A file as Playwright hands it to a page. */
export interface Chosen {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A PNG of a plain gradient: large enough for a small picture of itself to be made. */
export function picture(name: string, width = 960, height = 600): Chosen {
  const rows = Buffer.alloc(height * (1 + width * 3));
  let at = 0;
  for (let y = 0; y < height; y += 1) {
    rows[at++] = 0;
    for (let x = 0; x < width; x += 1) {
      rows[at++] = 40 + Math.round((x / width) * 90);
      rows[at++] = 110 + Math.round((y / height) * 90);
      rows[at++] = 170;
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // Eight bits, red, green and blue.
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [part("IHDR", head), part("IDAT", deflateSync(rows)), part("IEND", Buffer.alloc(0))];
  return { name, mimeType: "image/png", buffer: Buffer.concat([signature, ...parts]) };
}

function part(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}

/** A text file. */
export function text(name: string, content: string): Chosen {
  return { name, mimeType: "text/plain", buffer: Buffer.from(content) };
}
