package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"alongside/internal/db"
	"alongside/internal/when"
)

// Doctor says how the settings are understood and what is wrong with them, the
// database and the machine. It changes nothing.
type Doctor struct {
	Place
	Board
}

// finding is one thing the doctor looked at. State is well, odd or wrong.
type finding struct {
	About string `json:"about"`
	State string `json:"state"`
	Say   string `json:"say"`
}

const (
	well = "well"
	odd  = "odd" // works, and is worth a look
	bad  = "wrong"
)

// understood is one setting as the doctor read it.
type understood struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	By    string `json:"by"`
}

// doctor gathers findings.
type doctor struct {
	set      *Settings
	findings []finding
}

func (d *doctor) add(about, state, say string, args ...any) {
	d.findings = append(d.findings, finding{about, state, fmt.Sprintf(say, args...)})
}

// Run looks at everything, and answers 1 when something is wrong.
func (c *Doctor) Run(w *World) error {
	set, err := settings(w, &c.Place, &c.Board)
	var mistakes *Mistakes
	if err != nil && !errors.As(err, &mistakes) {
		return err
	}
	d := &doctor{set: set}
	if mistakes != nil {
		for _, say := range mistakes.Sentences {
			d.add("settings", bad, "%s", say)
		}
	} else {
		ctx, stop := stopped()
		defer stop()
		d.database(ctx)
		d.folder()
		d.door()
		d.clock()
		d.mail(ctx)
		d.variables(os.Environ())
	}
	return d.tell(w)
}

func (d *doctor) tell(w *World) error {
	sick := slices.ContainsFunc(d.findings, func(f finding) bool { return f.State == bad })
	answer := struct {
		Well     bool         `json:"well"`
		Version  string       `json:"version"`
		Settings []understood `json:"settings"`
		Findings []finding    `json:"findings"`
	}{!sick, version(), d.settings(), d.findings}
	err := w.Answer(answer, func(out io.Writer) {
		for _, s := range answer.Settings {
			fmt.Fprintf(out, "%-20s %-32s %s\n", s.Name, s.Value, s.By)
		}
		fmt.Fprintln(out)
		marks := map[string]string{well: "well ", odd: "odd  ", bad: "WRONG"}
		for _, f := range d.findings {
			fmt.Fprintf(out, "%s  %s: %s\n", marks[f.State], f.About, f.Say)
		}
	})
	if err == nil && sick {
		err = errTold
	}
	return err
}

// errTold says that the answer was given and is a bad one.
var errTold = errors.New("told")

// settings are all that have a value. What may be secret is not repeated.
func (d *doctor) settings() (all []understood) {
	for _, name := range every {
		g, ok := d.set.given[name]
		if !ok || g.value == "" {
			continue
		}
		if name == "database" {
			g.value = "postgres://…"
		}
		all = append(all, understood{name, g.value, g.by})
	}
	return all
}

func (d *doctor) database(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
	defer cancel()
	s, err := db.Examine(ctx, d.set.Database)
	switch {
	case err != nil:
		d.add("database", bad, "%s", explain(err))
		return
	case !s.There || s.Schema == 0:
		d.add("database", odd, "There is none yet. `alongside serve` makes one.")
		return
	case s.Schema > db.Latest():
		d.add("database", bad, "%s", explain(db.ErrNewer))
	case s.Schema < db.Latest():
		d.add("database", odd, "Its tables are of version %d. `alongside serve` brings them to %d, and copies them before.", s.Schema, db.Latest())
	default:
		d.add("database", well, "%s %s, tables of version %d, %d rows.", s.Dialect, s.Server, s.Schema, s.Rows)
	}
	if len(s.Flaws) > 0 {
		d.add("database", bad, "The file is damaged: %s. Restore a backup into a new folder.", strings.Join(s.Flaws, "; "))
	}
	d.durable(s)
}

// durable checks that what was acknowledged survives a power cut.
func (d *doctor) durable(s db.State) {
	switch {
	case s.Dialect == db.SQLite && (s.Journal != "wal" || s.Sync != "full"):
		d.add("durability", bad, "The file is kept as %s, %s, and should be wal, full.", s.Journal, s.Sync)
	case s.Dialect == db.Postgres && s.Sync == "off":
		d.add("durability", bad, "The server runs with fsync off: a power cut loses what people were told is kept.")
	default:
		d.add("durability", well, "What was acknowledged survives a power cut.")
	}
	if u, err := url.Parse(d.set.Database.URL); err == nil && u.User != nil && d.set.given["database"].by == "--database" {
		if _, has := u.User.Password(); has {
			d.add("database", odd, "Its password stands on the command line, where other users of this machine can read it. Use --database-file.")
		}
	}
}

// spaceLeast is how much room a board wants before the doctor is content.
const spaceLeast = 500 << 20

func (d *doctor) folder() {
	dir := d.set.Database.Dir
	info, err := os.Stat(dir)
	if errors.Is(err, os.ErrNotExist) {
		above := filepath.Dir(filepath.Clean(dir))
		if err := syscall.Access(above, 2); err != nil && d.set.Database.URL == "" {
			d.add("folder", bad, "%s is not there, and this user may not make it in %s.", dir, above)
		}
		return
	}
	if err != nil || !info.IsDir() {
		d.add("folder", bad, "%s is no folder that can be read.", dir)
		return
	}
	const write = 2
	if err := syscall.Access(dir, write); err != nil {
		d.add("folder", bad, "This user may not write in %s.", dir)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		d.add("folder", odd, "Other users of this machine may look into %s (mode %03o). `chmod 700` shuts it.", dir, mode)
	} else {
		d.add("folder", well, "Only this user may look into %s.", dir)
	}
	var disk syscall.Statfs_t
	if syscall.Statfs(dir, &disk) != nil {
		return
	}
	free := disk.Bavail * uint64(disk.Bsize)
	state := well
	if free < spaceLeast {
		state = bad
	}
	d.add("disk", state, "%d MiB are free.", free>>20)
}

func (d *doctor) door() {
	s := d.set
	secure := strings.HasPrefix(s.Origin, "https://")
	u, _ := url.Parse(s.Origin)
	loopback := u != nil && (u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback())
	switch {
	case secure && s.Domain == "" && len(s.Proxies) == 0:
		d.add("origin", odd, "People come by %s, so a proxy stands in front. Name it with --trusted-proxy, or all readers look like one.", s.Origin)
	case secure:
		d.add("origin", well, "People come by %s.", s.Origin)
	case loopback:
		d.add("origin", odd, "People come by %s: only from this machine. For others, give --domain, or --origin with a proxy.", s.Origin)
	default:
		d.add("origin", bad, "People come by %s, which anybody on the way can read. Give --domain, or --origin with a proxy that speaks HTTPS.", s.Origin)
	}
	l, err := net.Listen("tcp", s.Listen)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		d.add("listen", well, "A program listens at %s already; `alongside health` asks whether it is the board.", s.Listen)
	case err != nil:
		d.add("listen", bad, "%s", explain(err))
	default:
		l.Close()
		d.add("listen", well, "%s is free.", s.Listen)
	}
}

// built is a day on which this program existed: no clock shows an earlier one.
var built = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

func (d *doctor) clock() {
	now := when.System{}.Now()
	if now.Before(built) {
		d.add("clock", bad, "This machine believes it is %s. Set its clock: promises and links end by it.", now.Format(time.DateOnly))
		return
	}
	d.add("clock", well, "It is %s in %s.", now.In(d.set.Zone).Format("15:04, Monday 2 January 2006"), d.set.Zone)
}

func (d *doctor) mail(ctx context.Context) {
	if d.set.Mail.Server == "" {
		d.add("mail", well, "No mail server: the board works without one.")
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	c, err := new(net.Dialer).DialContext(ctx, "tcp", d.set.Mail.Server)
	if err != nil {
		d.add("mail", bad, "The mail server %s does not answer: %v.", d.set.Mail.Server, err)
		return
	}
	c.Close()
	d.add("mail", well, "The mail server %s answers.", d.set.Mail.Server)
}

// variables notices names in the environment that look like settings and are
// none.
func (d *doctor) variables(environment []string) {
	for _, line := range environment {
		name, _, _ := strings.Cut(line, "=")
		rest, ours := strings.CutPrefix(name, "ALONGSIDE_")
		if !ours || strings.HasPrefix(rest, "TEST_") {
			continue
		}
		if setting := strings.ToLower(strings.ReplaceAll(rest, "_", "-")); !slices.Contains(every, setting) {
			d.add("environment", odd, "%s is no setting.%s", name, perhaps(setting))
		}
	}
}
