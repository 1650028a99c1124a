// Hello is the smallest server there is: what starting costs at the least.
package main

import (
	"net/http"
	"os"
)

func main() {
	err := http.ListenAndServe(os.Args[1], http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte("hello\n"))
	}))
	if err != nil {
		os.Exit(1)
	}
}
