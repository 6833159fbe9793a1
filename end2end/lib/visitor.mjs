// A guest who only reads: no browser, no scripts, a cookie.

/**
 * Comes in by the form on the page, as a browser without scripts would.
 * @param {string} url the house
 * @param {string} nickname
 * @returns {Promise<{ cookie: string, get: (path: string, headers?: Record<string, string>) => Promise<Response> }>}
 */
export async function visitor(url, nickname) {
  const gate = await (await fetch(url)).text()
  const form = gate.match(/<form[^>]*class="nickname-form"[^>]*>/)?.[0] ?? ''
  const action = form.match(/action="([^"]+)"/)?.[1]
  if (!action) throw new Error('the gate has no form for a nickname')
  const answer = await fetch(new URL(action, url), {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url, referer: `${url}/`, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ nickname, back: '/' }),
  })
  const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ')
  if (!cookie) throw new Error(`the house gave no session: ${answer.status}`)
  return { cookie, get: (path, headers = {}) => fetch(new URL(path, url), { headers: { cookie, ...headers } }) }
}
