// Reads a calendar as npm's ical.js does and lists what happens: a line "uid
// start [cancelled]" for each time, start in UTC. Zones are what the calendar
// itself says of them.
//
//   node read.mjs calendar.ics
import { readFileSync } from 'node:fs'
import ICAL from '../browser/node_modules/ical.js/dist/ical.js'

const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], 'utf8')))
for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)

const series = new Map() // by uid: the event, and the exceptions from it
for (const component of calendar.getAllSubcomponents('vevent')) {
  const event = new ICAL.Event(component)
  if (!series.has(event.uid)) series.set(event.uid, { exceptions: [] })
  const one = series.get(event.uid)
  if (event.isRecurrenceException()) one.exceptions.push(component)
  else one.component = component
}

const lines = []
function happens(uid, start, component) {
  const status = component.getFirstPropertyValue('status') === 'CANCELLED' ? ' cancelled' : ''
  lines.push(`${uid} ${start.toJSDate().toISOString().slice(0, 16)}Z${status}`)
}

for (const [uid, { component, exceptions }] of series) {
  const event = new ICAL.Event(component, { exceptions })
  if (!event.isRecurring()) {
    happens(uid, event.startDate, component)
    continue
  }
  const next = event.iterator()
  for (let time = next.next(); time; time = next.next()) {
    const { startDate, item } = event.getOccurrenceDetails(time)
    happens(uid, startDate, item.component)
  }
}
process.stdout.write(lines.join('\n') + '\n')
