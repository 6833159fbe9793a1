// Makes a passkey, or lets one sign, for the pages /me and /me/return. The page has all the words already, in its
// language; this shows those that are true, and sends what the browser answers with the page's own form.
// @ts-check

/** What the house says is to be made or signed. Bytes are in base64url.
 * @typedef {{ challenge: string, relyingParty: string, guest: string, nickname: string, algorithms: number[],
 *   known: string[] }} Options */

/** How long somebody may look for their key, in milliseconds. */
const PATIENCE_MS = 3 * 60_000

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))

/** @param {ArrayBuffer | null} bytes @returns {string} */
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

/** Shows one note, or none. @param {string} [name] */
function note(name) {
  for (const text of document.querySelectorAll('[data-note]')) {
    text.toggleAttribute('hidden', text.getAttribute('data-note') !== name)
  }
}

/** What went wrong, in a word that the page has a sentence for. @param {unknown} error */
function reason(error) {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
    case 'AbortError':
      return 'refused'
    case 'InvalidStateError':
      return 'known'
    case 'SecurityError':
    case 'NotSupportedError':
      return 'unsupported'
    case 'TooFast':
      return 'too-fast'
    default:
      return 'failed'
  }
}

/** @param {string} path @returns {Promise<Options>} */
async function ask(path) {
  const answer = await fetch(path, { method: 'POST' })
  if (answer.ok) return await answer.json()
  const error = new Error(`the house answered ${answer.status}`)
  if (answer.status === 429) error.name = 'TooFast'
  throw error
}

/** @param {Options} options @returns {Promise<Record<string, string>>} the fields of the form */
async function make({ challenge, relyingParty, guest, nickname, algorithms, known }) {
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: toBytes(challenge),
      rp: { id: relyingParty, name: document.title },
      user: { id: toBytes(guest), name: nickname, displayName: nickname },
      pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
      excludeCredentials: known.map((id) => ({ type: 'public-key', id: toBytes(id) })),
      // One that says by itself whose it is, so that nobody has to type a name to come back.
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'preferred' },
      timeout: PATIENCE_MS,
    },
  })
  const { response } = /** @type {PublicKeyCredential} */ (made)
  const attestation = /** @type {AuthenticatorAttestationResponse} */ (response)
  return {
    client_data: toText(attestation.clientDataJSON),
    authenticator_data: toText(attestation.getAuthenticatorData()),
  }
}

/** @param {Options} options @returns {Promise<Record<string, string>>} the fields of the form */
async function sign({ challenge, relyingParty }) {
  const signed = await navigator.credentials.get({
    publicKey: {
      challenge: toBytes(challenge),
      rpId: relyingParty,
      userVerification: 'preferred',
      timeout: PATIENCE_MS,
    },
  })
  const { rawId, response } = /** @type {PublicKeyCredential} */ (signed)
  const assertion = /** @type {AuthenticatorAssertionResponse} */ (response)
  return {
    credential: toText(rawId),
    client_data: toText(assertion.clientDataJSON),
    authenticator_data: toText(assertion.authenticatorData),
    signature: toText(assertion.signature),
    user_handle: toText(assertion.userHandle),
  }
}

/** @param {HTMLFormElement} form */
function serve(form) {
  const path = form.dataset.passkey ?? ''
  const button = /** @type {HTMLButtonElement} */ (form.querySelector('button'))
  if (!window.PublicKeyCredential || !window.isSecureContext) return note('unsupported')
  button.hidden = false
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    if (button.ariaDisabled === 'true') return
    button.ariaDisabled = 'true'
    note('waiting')
    try {
      const options = await ask(path)
      const fields = await (path === '/me/return' ? sign(options) : make(options))
      for (const [name, value] of Object.entries(fields)) {
        const field = /** @type {HTMLInputElement} */ (form.elements.namedItem(name))
        field.value = value
      }
      // Without another event of its kind.
      form.submit()
    } catch (error) {
      button.ariaDisabled = null
      note(reason(error))
    }
  })
}

for (const form of document.querySelectorAll('form[data-passkey]')) serve(/** @type {HTMLFormElement} */ (form))
