package sheet

import (
	"context"
	"sync"
)

// later is the imports that go on after the page that began them was answered.
// Its zero value is ready.
type later struct {
	once sync.Once
	ctx  context.Context
	end  context.CancelFunc
	work sync.WaitGroup
}

func (l *later) start() {
	l.once.Do(func() { l.ctx, l.end = context.WithCancel(context.Background()) })
}

// BringLater brings a kept file in while its people do something else, and
// erases it. Whoever looks at the bundle sees how far it is, and what went
// wrong. The channel is closed when it has ended.
func (d *Desk) BringLater(b Bundle, o Order, u Upload) <-chan struct{} {
	d.later.start()
	ended := make(chan struct{})
	d.later.work.Go(func() {
		defer close(ended)
		if _, err := d.Bring(d.later.ctx, b, o); err == nil {
			d.Drop(context.Background(), u) // or the sweep, within the hour
		}
	})
	return ended
}

// Stop breaks off what is on its way and waits until nothing of it is left. It
// may be called twice.
func (d *Desk) Stop() {
	d.later.start()
	d.later.end()
	d.later.work.Wait()
}
