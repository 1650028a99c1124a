package web

// Row is what tests may know of a route.
type Row struct {
	Pattern string
	Signed  bool // only for people who are signed in
	Private bool
	Most    int64 // bytes of a form
	Upload  bool
}

// Table is the route table.
func Table() (all []Row) {
	for _, r := range routes {
		all = append(all, Row{r.pattern, r.guard >= member, r.private, r.most(), r.bytes > 0})
	}
	return all
}
