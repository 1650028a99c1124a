// Alongside is a self-hosted home for autonomous groups.
package main

import (
	"os"

	"alongside/internal/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], cli.World{Out: os.Stdout, Err: os.Stderr}))
}
