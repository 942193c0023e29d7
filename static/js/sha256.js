// SHA-256 (FIPS 180-4) over chunks. crypto.subtle has no chunks, so that a large file would have to fit into a phone's memory
// at once and show no progress, and browsers withhold it on an address without https.
(() => {
  const K = new Uint32Array(64);
  const START = new Uint32Array(8);

  // The first 32 bits of the fractional parts of the roots of the first primes.
  const fraction = (root) => ((root - Math.floor(root)) * 2 ** 32) >>> 0;
  for (let candidate = 2, found = 0; found < 64; candidate += 1) {
    let prime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor += 1) if (candidate % divisor === 0) prime = false;
    if (!prime) continue;
    if (found < 8) START[found] = fraction(Math.sqrt(candidate));
    K[found] = fraction(Math.cbrt(candidate));
    found += 1;
  }

  class Sha256 {
    constructor() {
      this.state = START.slice();
      this.words = new Uint32Array(64);
      this.rest = new Uint8Array(64);
      this.kept = 0;
      this.length = 0;
    }

    update(bytes) {
      this.length += bytes.length;
      let at = 0;
      if (this.kept) {
        const taken = Math.min(64 - this.kept, bytes.length);
        this.rest.set(bytes.subarray(0, taken), this.kept);
        this.kept += taken;
        at = taken;
        if (this.kept < 64) return this;
        this.block(this.rest, 0);
        this.kept = 0;
      }
      for (; at + 64 <= bytes.length; at += 64) this.block(bytes, at);
      this.rest.set(bytes.subarray(at), 0);
      this.kept = bytes.length - at;
      return this;
    }

    hex() {
      const { length, kept } = this;
      const tail = new Uint8Array(kept < 56 ? 64 - kept : 128 - kept);
      tail[0] = 0x80;
      const view = new DataView(tail.buffer);
      view.setUint32(tail.length - 8, Math.floor(length / 2 ** 29));
      view.setUint32(tail.length - 4, (length * 8) % 2 ** 32);
      this.update(tail);
      return [...this.state].map((word) => word.toString(16).padStart(8, "0")).join("");
    }

    block(bytes, at) {
      const w = this.words;
      for (let t = 0; t < 16; t += 1) {
        const i = at + t * 4;
        w[t] = (bytes[i] << 24) | (bytes[i + 1] << 16) | (bytes[i + 2] << 8) | bytes[i + 3];
      }
      for (let t = 16; t < 64; t += 1) {
        const x = w[t - 15];
        const y = w[t - 2];
        const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
        const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
        w[t] = w[t - 16] + s0 + w[t - 7] + s1;
      }
      let [a, b, c, d, e, f, g, h] = this.state;
      for (let t = 0; t < 64; t += 1) {
        const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
        const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[t] + w[t]) | 0;
        const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
        const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g;
        g = f;
        f = e;
        e = (d + t1) | 0;
        d = c;
        c = b;
        b = a;
        a = (t1 + t2) | 0;
      }
      const s = this.state;
      s[0] += a; s[1] += b; s[2] += c; s[3] += d; s[4] += e; s[5] += f; s[6] += g; s[7] += h;
    }
  }

  window.ZISha256 = Sha256;
})();
