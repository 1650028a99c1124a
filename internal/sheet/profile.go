package sheet

import "strings"

// Profile is a maker of sheets whose columns we know.
type Profile string

const (
	ProfileNone          Profile = ""
	ProfileOwn           Profile = "alongside" // one that we wrote
	ProfileGoogleForms   Profile = "google-forms"
	ProfileAirtable      Profile = "airtable"
	ProfileActionNetwork Profile = "action-network"
	ProfileMobilize      Profile = "mobilize"
	ProfileDirectory     Profile = "organize-directory"
	ProfileMessages      Profile = "disaster-messages"
)

// maker says how to recognise a sheet, all of these columns, and what its
// columns mean where their names alone would mislead. "-" is a column that is
// not read.
type maker struct {
	profile Profile
	first   string // a name that the first column must have, one of several
	all     string // names that must all be there
	fields  map[string]Field
	things  map[string]Thing
}

var makers = []maker{
	{profile: ProfileMessages, all: "id,message,request,offer,aid_related,direct_report",
		fields: map[string]Field{"message": Body, "request": Asks, "offer": Offers, "date_haiti": Posted, "event": unread},
		things: map[string]Thing{"water": Water, "food": Food, "shelter": Shelter, "clothing": Clothing,
			"medical_help": Care, "medical_products": Medicine, "transport": Transport, "money": Money, "tools": Tools}},
	{profile: ProfileDirectory, all: "location_slug,location_title,state,section,name,url,description,links",
		fields: map[string]Field{"location_slug": Place, "location_title": PlaceTitle, "state": Region,
			"section": Topic, "name": Name, "url": URL, "description": About, "links": Links}},
	{profile: ProfileMobilize, all: "email,signup created time,signup updated time",
		fields: map[string]Field{"first name": Name, "last name": Name, "mobile number": Phone, "zip": Postal, "zip code": Postal,
			"signup created time": Posted, "signup updated time": unread, "event id": unread, "timeslot id": unread,
			"event name": Title, "event title": Title, "status": Status, "attended": unread, "rating": unread}},
	{profile: ProfileActionNetwork, all: "email,can2_user_tags", fields: actionNetwork},
	{profile: ProfileActionNetwork, all: "email,can2_subscription_status", fields: actionNetwork},
	{profile: ProfileGoogleForms, first: "timestamp,marca temporal,타임스탬프,طابع زمني,الطابع الزمني",
		fields: map[string]Field{"username": Email, "nombre de usuario": Email, "score": unread}},
	{profile: ProfileAirtable, first: "", all: "record id", fields: airtable},
	{profile: ProfileAirtable, all: "last modified", fields: airtable},
	{profile: ProfileAirtable, all: "autonumber", fields: airtable},
}

var actionNetwork = map[string]Field{"uuid": ID, "first_name": Name, "last_name": Name, "zip_code": Postal,
	"can2_phone": Phone, "phone number": Phone, "can2_user_city": Place, "can2_county": unread, "county": unread,
	"can2_user_address": Address, "can2_state_abbreviated": Region, "can2_user_state": Region, "can2_user_tags": Things,
	"can2_subscription_status": unread, "can2_sms_status": unread, "can2_subscription_date": unread, "created_at": Posted, "source": unread}

var airtable = map[string]Field{"record id": ID, "autonumber": ID, "last modified": unread, "last modified time": unread,
	"last modified by": unread, "created by": unread, "created": Posted, "created time": Posted, "notes": Body}

// unread marks a column that a profile leaves alone.
const unread Field = "-"

func profileOf(head []string) Profile {
	if len(Columns(head)) < len(head) {
		return ProfileOwn
	}
	if m := makerOf(head); m != nil {
		return m.profile
	}
	return ProfileNone
}

// makerOf is who made the sheet, below what we added to it.
func makerOf(head []string) *maker {
	head = Columns(head)
	if len(head) == 0 {
		return nil
	}
	there := make(map[string]bool, len(head))
	for _, name := range head {
		there[plainHead(name)] = true
	}
	for i := range makers {
		if makers[i].fits(plainHead(head[0]), there) {
			return &makers[i]
		}
	}
	return nil
}

func (m *maker) fits(first string, there map[string]bool) bool {
	if m.first != "" {
		for name := range strings.SplitSeq(m.first, ",") {
			if plainHead(name) == first {
				return true
			}
		}
		return false
	}
	for name := range strings.SplitSeq(m.all, ",") {
		if !there[plainHead(name)] {
			return false
		}
	}
	return true
}

// field is what the maker means by a column, if it says so.
func (m *maker) field(name string) (Field, Thing, bool) {
	if m == nil {
		return "", "", false
	}
	for n, f := range m.fields {
		if plainHead(n) == plainHead(name) {
			return f, "", true
		}
	}
	for n, t := range m.things {
		if plainHead(n) == plainHead(name) {
			return OneThing, t, true
		}
	}
	return "", "", false
}
