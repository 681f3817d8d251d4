// A server of openapi.yaml with what Node brings along. It is as the description has it.
//
//     node server.mjs [PORT]

import { createServer } from "node:http";

const bookmarks = new Map();
let made = 0;

class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const number = (query, name, fallback, least, most) => {
  const text = query.get(name) ?? String(fallback);
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value >= least && value <= most)) throw new Refused(400, `${name} must be an integer from ${least} to ${most}`);
  return value;
};

const longest = { url: 200, title: 100 };

const content = (body) => {
  let value;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Refused(400, "the body is not JSON");
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new Refused(400, "the body must be an object");
  for (const [name, text] of Object.entries(value)) {
    if (!Object.hasOwn(longest, name)) throw new Refused(400, `${name} is not known`);
    // JSON Schema counts characters, JavaScript counts halves of some.
    if (typeof text !== "string" || [...text].length > longest[name]) throw new Refused(400, `${name} must be a text of at most ${longest[name]} characters`);
  }
  if (!value.url) throw new Refused(400, "url is missing");
  return value;
};

const act = (request, body) => {
  const address = new URL(request.url, "http://server");
  const parts = address.pathname.split("/").slice(1).map(decodeURIComponent);
  if (parts[0] !== "bookmarks" || parts.length > 2) throw new Refused(404, "there is nothing here");
  const [, id] = parts;
  switch (`${request.method} ${id === undefined ? "all" : "one"}`) {
    case "GET all": {
      const first = number(address.searchParams, "offset", 0, 0, Number.MAX_SAFE_INTEGER);
      const limit = number(address.searchParams, "limit", 20, 1, 50);
      const items = [...bookmarks.values()];
      return [200, { items: items.slice(first, first + limit), total: items.length }];
    }
    case "POST all": {
      if (!/^application\/json\b/.test(request.headers["content-type"] ?? "")) throw new Refused(415, "send application/json");
      const bookmark = { id: `bookmark_${String(++made).padStart(7, "0")}`, ...content(body), created: Math.floor(Date.now() / 1000) };
      bookmarks.set(bookmark.id, bookmark);
      return [201, bookmark];
    }
    case "GET one":
    case "DELETE one": {
      const found = bookmarks.get(id);
      if (!found) throw new Refused(404, "there is no such bookmark");
      if (request.method === "GET") return [200, found];
      bookmarks.delete(id);
      return [204];
    }
    default:
      throw new Refused(405, "not here");
  }
};

createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  let status, value;
  try {
    [status, value] = act(request, Buffer.concat(parts).toString());
  } catch (error) {
    if (error instanceof URIError) error = new Refused(404, "there is nothing here");
    if (!(error instanceof Refused)) throw error;
    [status, value] = [error.status, { message: error.message }];
    if (status === 405) response.setHeader("Allow", "GET, POST, DELETE");
  }
  if (value !== undefined) response.setHeader("Content-Type", "application/json");
  response.writeHead(status).end(value === undefined ? undefined : JSON.stringify(value));
}).listen(Number(process.argv[2] ?? 8080), "127.0.0.1");
