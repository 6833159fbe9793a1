import { expect, test } from './fixtures.ts'

// SECURITY.md, row 13: whatever a guest writes is text. The watch fails the test on any dialog, any request to
// elsewhere, any error and any violation of the content security policy.

const attacks = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '"><iframe srcdoc="<script>alert(1)</script>">',
  'javascript:alert(1)',
  '[누르세요](javascript:alert(1))',
  '<a href="javascript:alert(1)">누르세요</a>',
  '<style>*{display:none}</style>',
  '</textarea></script><script>alert(1)</script>',
  '{{constructor.constructor("alert(1)")()}}',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  'https://example.com/"onmouseover="alert(1)',
  '\\u003cscript\\u003ealert(1)\\u003c/script\\u003e',
  '<!-- <!-- --><script>alert(1)</script>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '[x](JaVa&#x09;script:alert(1))',
  '<javascript:alert(1)>',
  '![x](data:text/html,<script>alert(1)</script>)',
  '[x](vbscript:msgbox(1))',
  '[[x](javascript:alert(1))](javascript:alert(2))',
]

test('attacks in messages are shown as they were written', async ({ guest, bot }) => {
  const mallory = await bot('mallory')
  const room = await mallory.openRoom('과녁')
  for (const attack of attacks) await mallory.say(room.id, attack)

  const victim = await guest('철수')
  await victim.join('과녁')
  await expect(victim.rows.locator('.message-text')).toHaveText(attacks)
  for (const attack of attacks) await mallory.say(room.id, attack)
  await expect(victim.rows.locator('.message-text')).toHaveText([...attacks, ...attacks])
  await victim.reload()
  await expect(victim.rows.locator('.message-text')).toHaveText([...attacks, ...attacks])

  const links = await victim.rows.locator('.message-text a').evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href))
  for (const link of links) expect(link).toMatch(/^(https?|mailto):/)
  for (const rel of await victim.rows.locator('.message-text a').evaluateAll((links) => links.map((link) => link.getAttribute('rel'))))
    expect(rel).toBe('noopener noreferrer nofollow ugc')
  await expect(victim.rows.locator('script, img, iframe, svg:not([aria-hidden]), style, form')).toHaveCount(0)
})

test('attacks in names are shown as they were written', async ({ guest, bot }) => {
  const victim = await guest('철수')
  const mallory = await bot('<b>mallory</b>')
  const room = await mallory.openRoom('<img src=x onerror=alert(1)>', '<script>alert(2)</script>')
  await expect(victim.room('<img src=x onerror=alert(1)>')).toContainText('<script>alert(2)</script>')
  await expect(victim.notices).toContainText('<b>mallory</b>')
  await victim.join('<img src=x onerror=alert(1)>')
  await expect(victim.members).toContainText('<b>mallory</b>')
  await mallory.say(room.id, '조용히')
  await expect(victim.messages('조용히')).toContainText('<b>mallory</b>')
  await victim.reload()
  await expect(victim.page).toHaveTitle(/<img src=x onerror=alert\(1\)>/)
  await expect(victim.members).toContainText('<b>mallory</b>')
})
