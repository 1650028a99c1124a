package place

import (
	"slices"
	"strings"
	"sync"

	"alongside/internal/place/atlas"
)

// region is a part of a country that people name with a town. Code is the
// gazetteer's, Short what people write, Name the long form.
type region struct{ country, code, short, name string }

// regionsOf are the regions of countries whose people write them. Elsewhere
// the gazetteer has only numbers, and a Place has no Region.
var regions = [...]region{
	{"US", "AL", "AL", "Alabama"}, {"US", "AK", "AK", "Alaska"}, {"US", "AZ", "AZ", "Arizona"},
	{"US", "AR", "AR", "Arkansas"}, {"US", "CA", "CA", "California"}, {"US", "CO", "CO", "Colorado"},
	{"US", "CT", "CT", "Connecticut"}, {"US", "DE", "DE", "Delaware"}, {"US", "DC", "DC", "District of Columbia"},
	{"US", "FL", "FL", "Florida"}, {"US", "GA", "GA", "Georgia"}, {"US", "HI", "HI", "Hawaii"},
	{"US", "ID", "ID", "Idaho"}, {"US", "IL", "IL", "Illinois"}, {"US", "IN", "IN", "Indiana"},
	{"US", "IA", "IA", "Iowa"}, {"US", "KS", "KS", "Kansas"}, {"US", "KY", "KY", "Kentucky"},
	{"US", "LA", "LA", "Louisiana"}, {"US", "ME", "ME", "Maine"}, {"US", "MD", "MD", "Maryland"},
	{"US", "MA", "MA", "Massachusetts"}, {"US", "MI", "MI", "Michigan"}, {"US", "MN", "MN", "Minnesota"},
	{"US", "MS", "MS", "Mississippi"}, {"US", "MO", "MO", "Missouri"}, {"US", "MT", "MT", "Montana"},
	{"US", "NE", "NE", "Nebraska"}, {"US", "NV", "NV", "Nevada"}, {"US", "NH", "NH", "New Hampshire"},
	{"US", "NJ", "NJ", "New Jersey"}, {"US", "NM", "NM", "New Mexico"}, {"US", "NY", "NY", "New York"},
	{"US", "NC", "NC", "North Carolina"}, {"US", "ND", "ND", "North Dakota"}, {"US", "OH", "OH", "Ohio"},
	{"US", "OK", "OK", "Oklahoma"}, {"US", "OR", "OR", "Oregon"}, {"US", "PA", "PA", "Pennsylvania"},
	{"US", "RI", "RI", "Rhode Island"}, {"US", "SC", "SC", "South Carolina"}, {"US", "SD", "SD", "South Dakota"},
	{"US", "TN", "TN", "Tennessee"}, {"US", "TX", "TX", "Texas"}, {"US", "UT", "UT", "Utah"},
	{"US", "VT", "VT", "Vermont"}, {"US", "VA", "VA", "Virginia"}, {"US", "WA", "WA", "Washington"},
	{"US", "WV", "WV", "West Virginia"}, {"US", "WI", "WI", "Wisconsin"}, {"US", "WY", "WY", "Wyoming"},

	{"CA", "01", "AB", "Alberta"}, {"CA", "02", "BC", "British Columbia"}, {"CA", "03", "MB", "Manitoba"},
	{"CA", "04", "NB", "New Brunswick"}, {"CA", "05", "NL", "Newfoundland and Labrador"}, {"CA", "07", "NS", "Nova Scotia"},
	{"CA", "08", "ON", "Ontario"}, {"CA", "09", "PE", "Prince Edward Island"}, {"CA", "10", "QC", "Québec"},
	{"CA", "11", "SK", "Saskatchewan"}, {"CA", "12", "YT", "Yukon"}, {"CA", "13", "NT", "Northwest Territories"},
	{"CA", "14", "NU", "Nunavut"},

	{"AU", "01", "ACT", "Australian Capital Territory"}, {"AU", "02", "NSW", "New South Wales"},
	{"AU", "03", "NT", "Northern Territory"}, {"AU", "04", "QLD", "Queensland"}, {"AU", "05", "SA", "South Australia"},
	{"AU", "06", "TAS", "Tasmania"}, {"AU", "07", "VIC", "Victoria"}, {"AU", "08", "WA", "Western Australia"},

	{"GB", "ENG", "England", "England"}, {"GB", "SCT", "Scotland", "Scotland"},
	{"GB", "WLS", "Wales", "Wales"}, {"GB", "NIR", "Northern Ireland", "Northern Ireland"},

	{"KR", "01", "Jeju", "Jeju-do"}, {"KR", "03", "Jeonbuk", "Jeollabuk-do"}, {"KR", "05", "Chungbuk", "Chungcheongbuk-do"},
	{"KR", "06", "Gangwon", "Gangwon-do"}, {"KR", "10", "Busan", "Busan"}, {"KR", "11", "Seoul", "Seoul"},
	{"KR", "12", "Incheon", "Incheon"}, {"KR", "13", "Gyeonggi", "Gyeonggi-do"}, {"KR", "14", "Gyeongbuk", "Gyeongsangbuk-do"},
	{"KR", "15", "Daegu", "Daegu"}, {"KR", "16", "Jeonnam", "Jeollanam-do"}, {"KR", "17", "Chungnam", "Chungcheongnam-do"},
	{"KR", "18", "Gwangju", "Gwangju"}, {"KR", "19", "Daejeon", "Daejeon"}, {"KR", "20", "Gyeongnam", "Gyeongsangnam-do"},
	{"KR", "21", "Ulsan", "Ulsan"}, {"KR", "22", "Sejong", "Sejong"},

	{"MX", "01", "Aguascalientes", "Aguascalientes"}, {"MX", "02", "Baja California", "Baja California"},
	{"MX", "03", "Baja California Sur", "Baja California Sur"}, {"MX", "04", "Campeche", "Campeche"},
	{"MX", "05", "Chiapas", "Chiapas"}, {"MX", "06", "Chihuahua", "Chihuahua"}, {"MX", "07", "Coahuila", "Coahuila"},
	{"MX", "08", "Colima", "Colima"}, {"MX", "09", "CDMX", "Ciudad de México"}, {"MX", "10", "Durango", "Durango"},
	{"MX", "11", "Guanajuato", "Guanajuato"}, {"MX", "12", "Guerrero", "Guerrero"}, {"MX", "13", "Hidalgo", "Hidalgo"},
	{"MX", "14", "Jalisco", "Jalisco"}, {"MX", "15", "Estado de México", "México"}, {"MX", "16", "Michoacán", "Michoacán"},
	{"MX", "17", "Morelos", "Morelos"}, {"MX", "18", "Nayarit", "Nayarit"}, {"MX", "19", "Nuevo León", "Nuevo León"},
	{"MX", "20", "Oaxaca", "Oaxaca"}, {"MX", "21", "Puebla", "Puebla"}, {"MX", "22", "Querétaro", "Querétaro"},
	{"MX", "23", "Quintana Roo", "Quintana Roo"}, {"MX", "24", "San Luis Potosí", "San Luis Potosí"},
	{"MX", "25", "Sinaloa", "Sinaloa"}, {"MX", "26", "Sonora", "Sonora"}, {"MX", "27", "Tabasco", "Tabasco"},
	{"MX", "28", "Tamaulipas", "Tamaulipas"}, {"MX", "29", "Tlaxcala", "Tlaxcala"}, {"MX", "30", "Veracruz", "Veracruz"},
	{"MX", "31", "Yucatán", "Yucatán"}, {"MX", "32", "Zacatecas", "Zacatecas"},

	{"ES", "07", "Baleares", "Illes Balears"}, {"ES", "27", "La Rioja", "La Rioja"}, {"ES", "29", "Madrid", "Comunidad de Madrid"},
	{"ES", "31", "Murcia", "Región de Murcia"}, {"ES", "32", "Navarra", "Navarra"}, {"ES", "34", "Asturias", "Asturias"},
	{"ES", "39", "Cantabria", "Cantabria"}, {"ES", "51", "Andalucía", "Andalucía"}, {"ES", "52", "Aragón", "Aragón"},
	{"ES", "53", "Canarias", "Canarias"}, {"ES", "54", "Castilla-La Mancha", "Castilla-La Mancha"},
	{"ES", "55", "Castilla y León", "Castilla y León"}, {"ES", "56", "Cataluña", "Catalunya"},
	{"ES", "57", "Extremadura", "Extremadura"}, {"ES", "58", "Galicia", "Galicia"}, {"ES", "59", "País Vasco", "Euskadi"},
	{"ES", "60", "Comunitat Valenciana", "Comunidad Valenciana"}, {"ES", "CE", "Ceuta", "Ceuta"}, {"ES", "ML", "Melilla", "Melilla"},
}

// shortOf is what people write for a region, empty where we do not know.
func shortOf(country, code string) string {
	for i := range regions {
		if r := &regions[i]; r.country == country && r.code == code {
			return r.short
		}
	}
	return ""
}

// within narrows a search to a country and, where code is not empty, a region.
type within struct{ country, code string }

func (w within) holds(country, code string) bool {
	return (w.country == "" || w.country == country) && (w.code == "" || w.code == code)
}

// spoken are the folded ways to write each region, made when first asked for:
// its letters, its name, and both with the country before or after.
var spoken = sync.OnceValue(func() map[string][]within {
	all := map[string][]within{"usa": {{country: "US"}}, "united states": {{country: "US"}},
		"uk": {{country: "GB"}}, "united kingdom": {{country: "GB"}}}
	for _, r := range regions {
		short, name, country := atlas.Fold(r.short), atlas.Fold(r.name), strings.ToLower(r.country)
		ways := []string{short, name, country + " " + short, short + " " + country, name + " " + country}
		if r.country == "US" {
			ways = append(ways, short+" usa", name+" usa")
		}
		slices.Sort(ways)
		for _, way := range slices.Compact(ways) {
			all[way] = append(all[way], within{r.country, r.code})
		}
	}
	return all
})

// readings are the ways to read the words after a name: CA may be California
// or Canada. The likelier comes first; none means we cannot read it.
func readings(words string) []within {
	words = atlas.Fold(words)
	all := spoken()[words]
	if len(words) == 2 && words != "uk" && words[0] <= 'z' && words[1] <= 'z' {
		all = append(slices.Clip(all), within{country: strings.ToUpper(words)})
	}
	return all
}
