// Plays a reel while it is made: reads the stream's playlist (HLS) as it grows and hands its segments to the browser, from
// the beginning on. Browsers that play such streams themselves treat one that grows as a live broadcast and begin near its
// end, so that is left to those without Media Source Extensions, as on older iPhones.

const playlistType = "application/vnd.apple.mpegurl";
const pollInterval = 500;
// Seconds that must be there before it plays: segments come as fast as they are watched, or not much faster.
const enough = 4;
// Seconds on the stream's clock at which the reel begins (`LiveArguments.start`).
const streamStart = 1;

export class LivePlayer {
  #player;
  #onTrouble;
  #stopped = false;

  // onTrouble(words): it cannot go on.
  constructor(player, onTrouble) {
    this.#player = player;
    this.#onTrouble = onTrouble;
  }

  async start(url) {
    try {
      if ("MediaSource" in window) await this.#feed(new URL(url, location.href));
      else if (this.#player.canPlayType(playlistType)) this.#player.src = url;
      else this.#onTrouble("This browser cannot play a reel in the making. It will play the finished one.");
    } catch {
      if (!this.#stopped) this.#onTrouble("What there is of the reel cannot be loaded any more. The finished one will play.");
    }
  }

  stop() {
    this.#stopped = true;
    this.#player.pause();
    this.#player.removeAttribute("src");
    this.#player.load();
  }

  async #feed(url) {
    const master = await this.#text(url);
    const codecs = /CODECS="([^"]+)"/.exec(master)[1];
    const list = new URL(master.trimEnd().split("\n").at(-1), url);
    const source = new MediaSource();
    const address = URL.createObjectURL(source);
    this.#player.src = address;
    await happened(source, "sourceopen");
    URL.revokeObjectURL(address);
    const buffer = source.addSourceBuffer(`video/mp4; codecs="${codecs}"`);
    buffer.timestampOffset = -streamStart;
    let given = 0;
    let hasBegun = false;
    while (!this.#stopped) {
      const text = await this.#text(list);
      const segments = text.split("\n").filter((line) => line && !line.startsWith("#"));
      const isWhole = text.includes("#EXT-X-ENDLIST");
      if (given === 0) await this.#append(buffer, new URL(/URI="([^"]+)"/.exec(text)[1], list));
      for (; given < segments.length && !this.#stopped; given++) {
        await this.#append(buffer, new URL(segments[given], list));
      }
      if (!hasBegun && (isWhole || buffer.buffered.end(0) >= enough)) {
        hasBegun = true;
        // A browser may want another tap first; its controls are there for that.
        this.#player.play().catch(() => {});
      }
      if (isWhole) return source.endOfStream();
      await new Promise((next) => setTimeout(next, pollInterval));
    }
  }

  async #text(url) {
    return (await this.#answer(url, "no-cache")).text();
  }

  async #append(buffer, url) {
    const bytes = await (await this.#answer(url)).arrayBuffer();
    if (this.#stopped) return;
    const done = happened(buffer, "updateend");
    buffer.appendBuffer(bytes);
    await done;
  }

  async #answer(url, cache = "default") {
    const answer = await fetch(url, { cache });
    if (!answer.ok) throw new Error(`${answer.status} of ${url}`);
    return answer;
  }
}

const happened = (target, event) => new Promise((resolve) => target.addEventListener(event, resolve, { once: true }));
