// Alongside is a self-hosted home for autonomous groups.
package main

func main() {}
