package view

// icon is a line drawing of our own on a grid of 24, one path each, stroke
// 1.9. It always stands beside a word.
type icon string

const (
	iconBoard    icon = "M6 4.5h12a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-11a2 2 0 0 1 2-2zM8 9h8M8 13h5"
	iconGroups   icon = "M3.5 12a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0M9.5 12a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0"
	iconPlus     icon = "M12 5v14M5 12h14"
	iconBook     icon = "M12 6.5C10 5 7 4.5 4 5v13c3-.5 6 0 8 1.5 2-1.5 5-2 8-1.5V5c-3-.5-6 0-8 1.5zM12 6.5v13"
	iconPerson   icon = "M8.5 8a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0M5 20c0-4 3-6 7-6s7 2 7 6"
	iconBox      icon = "M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8"
	iconPeople   icon = "M5.7 7a2.3 2.3 0 1 0 4.6 0a2.3 2.3 0 1 0-4.6 0M13.7 7a2.3 2.3 0 1 0 4.6 0a2.3 2.3 0 1 0-4.6 0M4.5 19.5V16a3.5 3.5 0 0 1 7 0v3.5M12.5 19.5V16a3.5 3.5 0 0 1 7 0v3.5"
	iconSpeech   icon = "M4 5h16v10.5h-9L7 19.5v-4H4z"
	iconTick     icon = "M5 12.5l4.5 4.5L19 7.5"
	iconClock    icon = "M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0-17 0M12 7.5V12l3 2"
	iconPin      icon = "M12 21c4-4.5 6-8 6-11a6 6 0 0 0-12 0c0 3 2 6.5 6 11zM10 10a2 2 0 1 0 4 0a2 2 0 1 0-4 0"
	iconGlobe    icon = "M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0-17 0M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17"
	iconEye      icon = "M2.5 12C5 7.5 8 6 12 6s7 1.5 9.5 6c-2.5 4.5-5.5 6-9.5 6s-7-1.5-9.5-6zM9.5 12a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0"
	iconShare    icon = "M12 15V4M8 7.5L12 4l4 3.5M5 12v8h14v-8"
	iconPrint    icon = "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z"
	iconDoor     icon = "M13 4H6v16h7M10.5 12H20M16.5 8.5L20 12l-3.5 3.5"
	iconBack     icon = "M14 6l-6 6 6 6"
	iconOn       icon = "M10 6l6 6-6 6"
	iconNoSignal icon = "M7 18h10a4 4 0 0 0 .5-8A6 6 0 0 0 7 8.5 5 5 0 0 0 7 18zM4 4l16 16"
	iconKey      icon = "M4 15a4 4 0 1 0 8 0a4 4 0 1 0-8 0M11 12.5L19.5 4M16 7.5l3 3"
	iconSearch   icon = "M4 10.5a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0M15.3 15.3L20 20"
	iconCalendar icon = "M4 6h16v14H4zM4 10.5h16M8.5 3.5V8M15.5 3.5V8"
	iconMap      icon = "M4 6.5l5.5-2 5 2 5.5-2v13l-5.5 2-5-2-5.5 2zM9.5 4.5v13M14.5 6.5v13"
	iconCopy     icon = "M9 9h11v11H9zM15 9V4H4v11h5"
)

// of is the icon of a kind of call.
func (k Kind) icon() icon {
	switch k {
	case Action:
		return iconPeople
	case Voice:
		return iconSpeech
	case KnowHow:
		return iconBook
	}
	return iconBox
}
