package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"alongside/internal/access"
	"alongside/internal/app"
	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/locale"
	"alongside/internal/party"
	"alongside/internal/sheet"
)

// Whose is the group that a sheet belongs to, and what its rows are.
type Whose struct {
	Group string `help:"Address of the group, as in /g/eastfield-tenants. A list of groups needs none." placeholder:"NAME"`
	As    string `help:"What the rows are: asks, offers or groups." placeholder:"asks"`
}

// Import brings a sheet in: all of it or nothing.
type Import struct {
	Place
	Whose
	File      string   `arg:"optional" help:"Sheet to read: CSV or TSV." placeholder:"FILE"`
	Map       []string `help:"What a column is for, as field=Column, field=#3, skip=Column or dates=dmy. May be given many times." placeholder:"FIELD=COLUMN"`
	Name      string   `help:"What to call this import." placeholder:"NAME"`
	Language  string   `help:"Language of rows that do not say theirs." placeholder:"en"`
	Both      []int    `help:"Rows to bring in although they look like another, by number." placeholder:"ROW"`
	Encoding  string   `help:"How letters are written, where the guess is wrong." placeholder:"utf-8"`
	Separator string   `help:"What stands between cells, where the guess is wrong." placeholder:";"`
	HeadRow   int      `help:"Row that names the columns, where the guess is wrong." placeholder:"1"`
	DryRun    bool     `help:"Say what would become of every row. Change nothing."`
	Undo      string   `help:"Take back the import with this id, within seven days of it." placeholder:"ID"`
}

// broughtIn is the answer of an import.
type broughtIn struct {
	ID      string `json:"id,omitempty"`
	Name    string `json:"name,omitempty"`
	DryRun  bool   `json:"dry_run,omitempty"`
	Changed bool   `json:"changed"`
	sheet.Report
}

// Run reads the sheet, and brings it in unless that is a rehearsal.
func (i *Import) Run(w *World) error {
	set, err := settings(w, &i.Place)
	if err != nil {
		return err
	}
	if err := i.check(); err != nil {
		return err
	}
	ctx, stop := stopped()
	defer stop()
	n, err := counter(ctx, set)
	if err != nil {
		return err
	}
	defer n.Close()
	if i.Undo != "" {
		return i.undo(ctx, w, n)
	}
	g, v, err := i.viewer(ctx, n)
	if err != nil {
		return err
	}
	f, err := os.Open(i.File)
	if err != nil {
		return err
	}
	defer f.Close()
	o, err := i.order(f, set, g)
	if err != nil {
		return err
	}
	answer, err := i.bring(ctx, w, n, v, o)
	if err != nil {
		return err
	}
	words, err := locale.Load()
	if err != nil {
		return err
	}
	l := words.Default()
	answer.Tell(l.T)
	return w.Answer(answer, func(out io.Writer) { answer.tell(out, l) })
}

// check tells every mistake of the flags at once.
func (i *Import) check() error {
	if i.Undo != "" {
		if i.File != "" || i.DryRun {
			return &Mistakes{[]string{"--undo takes an import back and reads no sheet. Leave FILE and --dry-run out."}}
		}
		return nil
	}
	var says []string
	if i.File == "" {
		says = append(says, "Say which FILE to read.")
	}
	return mistakes(append(says, i.mistakes()...))
}

func (x *Whose) mistakes() (says []string) {
	as := sheet.As(x.As)
	if !as.Valid() {
		says = append(says, "--as wants asks, offers or groups.")
	}
	if x.Group == "" && as != sheet.AsGroups {
		says = append(says, "--group wants the address of a group, as in /g/eastfield-tenants.")
	}
	return says
}

func mistakes(says []string) error {
	if len(says) == 0 {
		return nil
	}
	return &Mistakes{says}
}

// counter opens a board that is there already, at this program's version.
func counter(ctx context.Context, set *Settings) (*app.Counter, error) {
	state, err := db.Inspect(ctx, set.Database)
	switch {
	case err != nil:
		return nil, err
	case !state.There || state.Schema == 0:
		return nil, &Failure{fault.NotFound, "There is no board in " + set.where() + ".", nil}
	case state.Schema != db.Latest():
		return nil, differs(state)
	}
	origin := set.Origin
	if !strings.HasPrefix(origin, "https://") {
		origin = "" // nobody outside this machine would find it
	}
	return app.OpenCounter(ctx, set.Database, origin)
}

// viewer is who acts: whoever can start this program on the board's data could
// do anything to them, and does this as the group, or as a host.
func (x *Whose) viewer(ctx context.Context, n *app.Counter) (party.GroupID, access.Viewer, error) {
	if sheet.As(x.As) == sheet.AsGroups {
		return 0, access.Viewer{Host: true}, nil
	}
	g, err := n.Group(ctx, strings.TrimPrefix(strings.TrimPrefix(x.Group, "/"), "g/"))
	if err != nil {
		return 0, access.Viewer{}, err
	}
	return g.ID, access.Viewer{Groups: []party.GroupID{g.ID}, Through: []party.GroupID{g.ID}}, nil
}

func (i *Import) order(f *os.File, set *Settings, g party.GroupID) (o sheet.Order, err error) {
	info, err := f.Stat()
	if err != nil {
		return o, err
	}
	hint := sheet.Hint{Encoding: sheet.Encoding(strings.ToLower(i.Encoding)), HeadRow: i.HeadRow}
	for _, r := range strings.ReplaceAll(i.Separator, `\t`, "\t") {
		hint.Separator = r
		break
	}
	o = sheet.Order{Group: g, Name: i.Name, Language: i.Language, Warn: i.DryRun}
	if o.Language == "" {
		o.Language = set.language()
	}
	if o.File, err = sheet.Open(f, info.Size(), hint); err != nil {
		return o, err
	}
	o.Mapping = sheet.Guess(sheet.As(i.As), o.File.Head, o.File.Sample)
	o.Keep = func(row int) bool { return slices.Contains(i.Both, row) }
	return o, o.Mapping.Override(i.Map)
}

func (i *Import) bring(ctx context.Context, w *World, n *app.Counter, v access.Viewer, o sheet.Order) (a broughtIn, err error) {
	what := "Bringing in"
	if i.DryRun {
		what = "Reading"
	}
	bar := w.Progress(what)
	defer bar.Close()
	o.Progress = bar.Show
	if i.DryRun {
		a.DryRun = true
		a.Report, err = n.Sheets.Look(ctx, v, o, nil)
		return a, err
	}
	b, err := begin(ctx, n, v, o)
	if err != nil {
		return a, err
	}
	b, err = n.Sheets.Bring(ctx, b, o)
	a.ID, a.Name, a.Changed, a.Report = b.ID.String(), b.Name, true, b.Report
	return a, err
}

// begin waits out an import that was killed: it counts as running until it has
// shown no sign of life for a while.
func begin(ctx context.Context, n *app.Counter, v access.Viewer, o sheet.Order) (b sheet.Bundle, err error) {
	for range 12 {
		if b, err = n.Sheets.Begin(ctx, v, o); !fault.Is(err, fault.Taken) {
			return b, err
		}
		select {
		case <-ctx.Done():
			return b, ctx.Err()
		case <-time.After(time.Second):
		}
	}
	return b, err
}

// tell is the answer for people.
func (a *broughtIn) tell(out io.Writer, l *locale.Language) {
	for _, line := range []string{l.N("sheet.count_read", a.Read), l.N("sheet.count_created", a.Created), l.N("sheet.count_updated", a.Updated),
		l.N("sheet.count_twins", a.Twins), l.N("sheet.count_to_sort", a.ToSort), l.N("sheet.count_left_out", a.LeftOut)} {
		fmt.Fprintln(out, line)
	}
	for _, n := range a.Notices {
		fmt.Fprintln(out, l.T(n.Say, n.Args...))
	}
	for _, r := range a.LeftOutRows {
		fmt.Fprintf(out, "%s: %s\n", l.T("bring.row_n", "row", r.Row), r.Text)
	}
	for _, t := range a.TwinRows {
		if !t.Kept {
			fmt.Fprintf(out, "%s: %s\n", l.T("bring.row_n", "row", t.Row), l.T(t.How.Say()))
		}
	}
	if a.DryRun {
		fmt.Fprintln(out, "Nothing was changed.")
		return
	}
	fmt.Fprintf(out, "Within seven days, `alongside import --undo %s` takes it back.\n", a.ID)
}

// takenBack is the answer of an undo.
type takenBack struct {
	ID      string   `json:"id"`
	Changed bool     `json:"changed"`
	Kept    []string `json:"kept"` // calls that somebody has answered
}

func (i *Import) undo(ctx context.Context, w *World, n *app.Counter) error {
	number, err := id.Parse[call.Call](i.Undo)
	if err != nil {
		return &Mistakes{[]string{"--undo wants the id that the import answered with."}}
	}
	b, err := n.Sheets.Whose(ctx, sheet.BundleID(number))
	if err != nil {
		return err
	}
	u, err := n.Sheets.Undo(ctx, access.Viewer{Host: true, Groups: []party.GroupID{b.Group}, Through: []party.GroupID{b.Group}}, b.ID)
	if err == nil {
		err = n.Sheets.Tick(ctx) // erases what is out of sight now
	}
	if err != nil {
		return err
	}
	answer := takenBack{ID: i.Undo, Changed: true, Kept: []string{}}
	for _, c := range u.Kept {
		answer.Kept = append(answer.Kept, c.String())
	}
	return w.Answer(answer, func(out io.Writer) {
		fmt.Fprintln(out, "It is taken back.")
		if len(answer.Kept) > 0 {
			fmt.Fprintf(out, "These stay, because somebody has answered them: %s.\n", strings.Join(answer.Kept, ", "))
		}
	})
}

// Export writes a group's sheet in the columns it came with.
type Export struct {
	Place
	Whose
	Language string `help:"Language of the columns' names, for a group that never brought a sheet." placeholder:"en"`
	File     string `arg:"optional" help:"File to write, instead of standard output. It must not be there yet." placeholder:"FILE"`
}

// Run writes the sheet.
func (e *Export) Run(w *World) error {
	set, err := settings(w, &e.Place)
	if err != nil {
		return err
	}
	says := e.mistakes()
	if w.JSON && e.File == "" {
		says = append(says, "With --json the answer takes standard output. Say which FILE to write.")
	}
	if err := mistakes(says); err != nil {
		return err
	}
	ctx, stop := stopped()
	defer stop()
	n, err := counter(ctx, set)
	if err != nil {
		return err
	}
	defer n.Close()
	g, v, err := e.viewer(ctx, n)
	if err != nil {
		return err
	}
	if e.Language == "" {
		e.Language = set.language()
	}
	write := func(to io.Writer) (int, error) {
		return n.Sheets.Export(ctx, v, g, sheet.As(e.As), e.Language, to)
	}
	if e.File == "" {
		_, err = write(w.Out)
		return err
	}
	rows, err := intoFile(e.File, write)
	if err != nil {
		return err
	}
	return w.Answer(map[string]any{"file": e.File, "rows": rows}, func(out io.Writer) {
		fmt.Fprintf(out, "%d rows are in %s. It holds what people told you: keep it where only your group can read it.\n", rows, e.File)
	})
}

// intoFile writes a file that only its owner can read; none is left when it
// goes wrong.
func intoFile(name string, write func(io.Writer) (int, error)) (rows int, err error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return 0, err
	}
	if rows, err = write(f); err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		os.Remove(name)
	}
	return rows, err
}
