package place

func Match(s string) (Place, bool)        { return Place{}, false }
func Find(s string, limit int) []Place { return nil }
