// The server's side of a WebSocket, as much as the client needs: text frames, close.
import { createHash } from "node:crypto";

const magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

function frame(text) {
  const body = Buffer.from(text);
  const head =
    body.length < 126
      ? Buffer.from([0x81, body.length])
      : Buffer.from([0x81, 126, body.length >> 8, body.length & 255]);
  return Buffer.concat([head, body]);
}

/** Completes the handshake; calls `onFrame` with each parsed frame and returns a function that sends one. */
export function accept(request, socket, onFrame) {
  const key = createHash("sha1").update(request.headers["sec-websocket-key"] + magic).digest("base64");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`,
  );
  let rest = Buffer.alloc(0);
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 6) {
      let length = rest[1] & 127;
      let at = 2;
      if (length === 126) {
        length = rest.readUInt16BE(2);
        at = 4;
      }
      if (rest.length < at + 4 + length) return;
      const mask = rest.subarray(at, at + 4);
      const body = Buffer.from(rest.subarray(at + 4, at + 4 + length).map((byte, index) => byte ^ mask[index % 4]));
      const code = rest[0] & 15;
      rest = rest.subarray(at + 4 + length);
      if (code === 8) socket.end();
      else if (code === 1) onFrame(JSON.parse(body.toString()));
    }
  });
  return (value) => socket.write(frame(JSON.stringify(value)));
}
