/** Quick phrases: a bar of large buttons below the long text that is being written. What is typed by dictation is left alone. */

interface Words {
  readonly title: string
  readonly hint: string
  readonly add: string
  readonly asked: string
  readonly remove: string
  readonly now: string
  readonly usual: readonly string[]
}

/** Own phrases stay in this browser. */
const kept = 'diaoyan.phrases'
const longest = 60
const most = 30

export function offerPhrases(): void {
  const island = document.getElementById('phrases')
  const form = document.getElementById('answers')
  if (!island || !form) return
  const say = JSON.parse(island.textContent ?? '{}') as Words
  const bar = document.createElement('p')
  bar.className = 'buttons'
  bar.setAttribute('role', 'group')
  bar.setAttribute('aria-label', say.title)
  bar.title = say.hint
  let into: HTMLTextAreaElement | null = null
  let removing = false
  /** The keyboard is making words of what was typed or said: writing now would break them. */
  let composing = false
  let after: (() => void) | null = null

  form.addEventListener('focusin', (event) => {
    const target = event.target
    if (!(target instanceof HTMLTextAreaElement) || target === into) return
    into = target
    removing = false
    draw()
    target.insertAdjacentElement('afterend', bar)
  })

  form.addEventListener('compositionstart', () => {
    composing = true
  })
  form.addEventListener('compositionend', () => {
    composing = false
    const waiting = after
    after = null
    // Once the browser has put the words in.
    if (waiting) setTimeout(waiting, 0)
  })

  function draw(): void {
    bar.textContent = ''
    const own = ownPhrases()
    for (const phrase of [...say.usual, ...own])
      bar.append(
        button(removing && own.indexOf(phrase) >= 0 ? `✕ ${phrase}` : phrase, () => {
          if (removing && own.indexOf(phrase) >= 0) keep(own.filter((one) => one !== phrase))
          else write(phrase)
        }),
      )
    bar.append(button(say.now, () => write(clock(new Date()))))
    bar.append(button(say.add, ask))
    if (own.length > 0)
      bar.append(
        button(say.remove, () => {
          removing = !removing
          draw()
        }),
      )
  }

  function button(words: string, press: () => void): HTMLButtonElement {
    const made = document.createElement('button')
    made.type = 'button'
    made.className = 'button secondary'
    made.textContent = words
    // The text keeps the focus, and the keyboard stays open.
    made.addEventListener('pointerdown', (event) => event.preventDefault())
    made.addEventListener('click', press)
    return made
  }

  function write(phrase: string): void {
    if (!into) return
    if (composing) {
      after = () => write(phrase)
      return
    }
    const { selectionStart, selectionEnd } = into
    into.setRangeText(phrase, selectionStart, selectionEnd, 'end')
    into.dispatchEvent(new Event('input', { bubbles: true }))
    into.focus()
  }

  function ask(): void {
    const phrase = (window.prompt(say.asked) ?? '').trim().slice(0, longest)
    const own = ownPhrases()
    if (phrase !== '' && own.indexOf(phrase) < 0 && say.usual.indexOf(phrase) < 0)
      keep([...own, phrase].slice(-most))
  }

  function keep(phrases: readonly string[]): void {
    try {
      localStorage.setItem(kept, JSON.stringify(phrases))
    } catch {
      // Without storage the usual ones remain.
    }
    draw()
  }
}

function ownPhrases(): readonly string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(kept) ?? '[]')
    return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : []
  } catch {
    return []
  }
}

function clock(now: Date): string {
  const two = (n: number) => (n < 10 ? `0${n}` : String(n))
  return `${two(now.getHours())}:${two(now.getMinutes())} `
}
