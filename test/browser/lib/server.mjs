// The real binary, on a free loopback port. It ends with the test.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
let built;

/** The program under test: the one that `make test` built, or a fresh one. */
export function binary() {
  if (process.env.ALONGSIDE_TEST_BINARY) return process.env.ALONGSIDE_TEST_BINARY;
  if (!built) {
    const folder = mkdtempSync(path.join(tmpdir(), 'alongside-browser-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    built = path.join(folder, 'alongside');
    execFileSync('go', ['build', '-o', built, './cmd/alongside'], { cwd: root, stdio: 'inherit' });
  }
  return built;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const s = net.createServer();
    s.once('error', reject);
    s.listen(0, '127.0.0.1', () => {
      const { port } = s.address();
      s.close(() => resolve(port));
    });
  });
}

/** A server: `address`, `folder` (its data), `said()`, `stop()`, `kill()`, `again()`. */
class Server {
  constructor(command, flags) {
    this.command = command;
    this.flags = flags;
    this.folder = mkdtempSync(path.join(tmpdir(), 'alongside-journey-'));
    this.output = '';
  }

  async start() {
    this.port ??= await freePort();
    this.local = `http://127.0.0.1:${this.port}`;
    // Browsers make passkeys for a name, never for a bare address.
    this.address = this.flags.includes('$LOCALHOST') ? `http://localhost:${this.port}` : this.local;
    const args = [this.command, '--listen', `127.0.0.1:${this.port}`, ...this.flags.map((f) => f.replaceAll('$FOLDER', this.folder).replace('$LOCALHOST', `--origin=${this.address}`))];
    this.process = spawn(binary(), args, { cwd: this.folder, env: { PATH: process.env.PATH, HOME: this.folder, TMPDIR: this.folder, TZ: 'UTC' } });
    this.ended = new Promise((resolve) => this.process.once('exit', (code, signal) => resolve((this.exit = signal ?? code))));
    for (const stream of [this.process.stdout, this.process.stderr]) stream.on('data', (b) => (this.output += b));
    for (const until = Date.now() + 30_000; Date.now() < until; ) {
      if (this.exit !== undefined) throw new Error(`the server ended (${this.exit}):\n${this.output}`);
      const ready = await fetch(`${this.local}/up`).then((r) => r.ok, () => false);
      if (ready) return this;
      await new Promise((r) => setTimeout(r, 30));
    }
    await this.kill();
    throw new Error(`the server was not ready in 30 seconds:\n${this.output}`);
  }

  said() {
    return this.output;
  }

  /** The one-use link in the log, while nobody looks after the board. A moment may pass before it is written. */
  async setUpLink() {
    let found;
    for (const until = Date.now() + 5_000; !(found = /link=(\S+\/setup\?\S+)/.exec(this.output)) && Date.now() < until; ) {
      await new Promise((r) => setTimeout(r, 10));
    }
    return found?.[1];
  }

  async kill(signal = 'SIGKILL') {
    this.process.kill(signal);
    await this.ended;
  }

  /** Starts the same server again after `kill`, on the same port and data. */
  again() {
    this.exit = undefined;
    return this.start();
  }

  async stop() {
    if (this.exit === undefined) await this.kill('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A board with sample data, as a newcomer meets it. */
export async function demo(t, ...flags) {
  return begin(t, new Server('demo', flags));
}

/** An empty board with SQLite in a folder of its own. */
export async function serve(t, ...flags) {
  const server = await bare(t, ...flags);
  server.host = await setUp(server);
  return server;
}

/** The same before anybody has set it up: every page says so. */
export async function bare(t, ...flags) {
  return begin(t, new Server('serve', ['--data', '$FOLDER/data', ...flags]));
}

/** Opens the link in the log as its host would. Answers the host's words and code. */
async function setUp(server) {
  const link = await server.setUpLink();
  const answers = { link: link.split('?')[1], board: 'Eastfield board', area: 'Eastfield', name: 'Hana' };
  const send = (more) =>
    fetch(`${server.local}/setup`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ ...answers, ...more }) });
  const drawn = await (await send({ draw: 'words code' })).text();
  const [words, code] = ['words', 'code'].map((name) => new RegExp(`name="${name}" value="([^"]+)"`).exec(drawn)[1]);
  const done = await send({ words, code, noted: 'yes' });
  if (done.status !== 303) throw new Error(`the board was not set up: ${done.status}`);
  return { words, code };
}

async function begin(t, server) {
  t.after(() => server.stop());
  return server.start();
}
