// Pictures for tests, as PNG files.
import { crc32, deflateSync } from 'node:zlib'

/** @param {string} name @param {Buffer} content */
function chunk(name, content) {
  const body = Buffer.concat([Buffer.from(name), content])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/**
 * A picture of `width` by `height` pixels, of which `color` tells red, green and blue.
 * @param {number} width @param {number} height @param {(x: number, y: number) => [number, number, number]} color
 */
export function png(width, height, color) {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // Eight bits for each of three channels.
  header.set([8, 2], 8)
  const pixels = Buffer.alloc(height * (1 + 3 * width))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) pixels.set(color(x, y), y * (1 + 3 * width) + 1 + 3 * x)
  }
  const head = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([head, chunk('IHDR', header), chunk('IDAT', deflateSync(pixels)), chunk('IEND', Buffer.alloc(0))])
}

/**
 * An evening in the hills, as somebody's phone might have seen it.
 * @param {number} width @param {number} height
 */
export function evening(width, height) {
  return png(width, height, (x, y) => {
    const [across, down] = [x / width, y / height]
    const hill = (/** @type {number} */ base, /** @type {number} */ wave) =>
      down > base + 0.05 * Math.sin(across * wave) + 0.03 * Math.sin(across * wave * 2.7)
    if (hill(0.8, 5)) return [38, 52, 46]
    if (hill(0.66, 8)) return [72, 88, 84]
    if (Math.hypot((across - 0.7) * (width / height), down - 0.36) < 0.09) return [255, 236, 190]
    return [Math.round(235 - 90 * down), Math.round(170 - 40 * down), Math.round(110 + 90 * down)]
  })
}
