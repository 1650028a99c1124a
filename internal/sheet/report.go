package sheet

// Report is what became of a sheet. Read is the sum of Created, Updated,
// Twins, ToSort and LeftOut; every row that did not come in is listed.
type Report struct {
	Read    int `json:"read"`
	Created int `json:"created"`
	Updated int `json:"updated"`
	Twins   int `json:"twins"`
	ToSort  int `json:"to_sort"`
	LeftOut int `json:"left_out"`
	Blank   int `json:"blank"` // rows with nothing in them, not counted in Read

	Asks   int `json:"asks"` // what the rows are, twins included
	Offers int `json:"offers"`
	Groups int `json:"groups"`
	// TwinNames is how many names of groups stand on more than one row.
	TwinNames int `json:"twin_names"`

	TwinRows    []TwinRow `json:"twin_rows"`
	LeftOutRows []OutRow  `json:"left_out_rows"`
	Notices     []Note    `json:"notices"` // about columns

	Profile   Profile  `json:"profile,omitempty"`
	Encoding  Encoding `json:"encoding"`
	Separator string   `json:"separator"`
}

// TwinRow is a row that looks like another row, or like a thing that stands.
type TwinRow struct {
	Row  int    `json:"row"`
	Of   int    `json:"of_row,omitempty"`
	Here string `json:"here,omitempty"`
	How  How    `json:"how"`
	Kept bool   `json:"kept,omitempty"` // people said "both"
}

// OutRow is a row that was left out. Reason is stable, for programs; Say and
// Args are the sentence for people, who also read it as Text when a command
// has filled it in.
type OutRow struct {
	Row    int    `json:"row"`
	Reason string `json:"reason"`
	Column string `json:"column,omitempty"`
	Text   string `json:"text,omitempty"`
	Say    string `json:"-"`
	Args   []any  `json:"-"`
}

// Tell fills in the sentences, by way of a language's T.
func (r *Report) Tell(say func(key string, args ...any) string) {
	for i := range r.LeftOutRows {
		o := &r.LeftOutRows[i]
		o.Text = say(o.Say, o.Args...)
	}
}

func (r *Report) add(l *Line) {
	r.Read++
	switch {
	case l.Group != nil:
		r.Groups++
	case l.Call != nil && l.Call.Kind == AnAsk:
		r.Asks++
	case l.Call != nil && l.Call.Kind == AnOffer:
		r.Offers++
	}
	switch l.Outcome {
	case Created:
		r.Created++
	case Updated:
		r.Updated++
	case ATwin:
		r.Twins++
	case ToSort:
		r.ToSort++
	case LeftOut:
		r.LeftOut++
		r.LeftOutRows = append(r.LeftOutRows, OutRow{Row: l.Row, Reason: reasonName(l.Reason.Say), Column: l.Reason.Column,
			Say: l.Reason.Say, Args: l.Reason.Args})
	}
	if l.Twin != nil {
		r.TwinRows = append(r.TwinRows, TwinRow{Row: l.Row, Of: l.Twin.Row, Here: l.Twin.Here, How: l.Twin.How, Kept: l.Outcome == Created})
	}
}

// reasonName is the end of a reason's key: "no_words" of "sheet.out_no_words".
func reasonName(say string) string {
	const before = "sheet.out_"
	if len(say) > len(before) {
		return say[len(before):]
	}
	return say
}
