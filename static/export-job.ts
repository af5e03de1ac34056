/** Keeps the page of a file that is being made up to date; without this it comes again by itself. */

const every = 1_000

async function look(): Promise<void> {
  const response = await fetch(location.href, {
    headers: { Accept: 'text/html' },
    cache: 'no-store',
    credentials: 'same-origin',
  })
  // Signed out, or no longer allowed: what is shown stays as it is.
  if (!response.ok || response.redirected) return
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html')
  const next = fresh.getElementById('job')
  const job = document.getElementById('job')
  if (!next || !job) return
  if (next.dataset['state'] !== job.dataset['state']) {
    const hadFocus = job.contains(document.activeElement)
    job.replaceWith(next)
    document.title = fresh.title
    if (hadFocus) next.querySelector('h1')?.focus()
    return
  }
  // Only what moves: a button that has the focus keeps it.
  for (const id of ['job-progress', 'job-written', 'job-left']) {
    const place = document.getElementById(id)
    const words = fresh.getElementById(id)?.textContent ?? ''
    if (place && place.textContent !== words) place.textContent = words
  }
  const bar = document.getElementById('job-bar') as HTMLProgressElement | null
  const moved = fresh.getElementById('job-bar') as HTMLProgressElement | null
  if (bar && moved) bar.value = moved.value
}

function soon(): void {
  const state = document.getElementById('job')?.dataset['state']
  if (state !== 'waiting' && state !== 'running') return
  window.setTimeout(() => {
    look()
      .catch(() => undefined)
      .then(soon, soon)
  }, every)
}

soon()
