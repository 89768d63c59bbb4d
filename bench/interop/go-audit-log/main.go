// Verifies what Runledger's audit log says by other people's code: signed notes by golang.org/x/mod/sumdb/note, Merkle
// proofs by github.com/transparency-dev/merkle. It reads one JSON object from standard input and prints what it verified.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"
)

type given struct {
	Key         string `json:"key"`
	Checkpoints []struct {
		Note string `json:"note"`
	} `json:"checkpoints"`
	Inclusion []struct {
		Leaf       string   `json:"leaf"`
		Index      uint64   `json:"index"`
		Checkpoint int      `json:"checkpoint"`
		Proof      [][]byte `json:"proof"`
	} `json:"inclusion"`
	Consistency []struct {
		From  int      `json:"from"`
		To    int      `json:"to"`
		Proof [][]byte `json:"proof"`
	} `json:"consistency"`
}

type checkpoint struct {
	size uint64
	root []byte
}

func main() {
	var of given
	check(json.NewDecoder(os.Stdin).Decode(&of))
	verifier, err := note.NewVerifier(of.Key)
	check(err)
	var checkpoints []checkpoint
	for _, each := range of.Checkpoints {
		opened, err := note.Open([]byte(each.Note), note.VerifierList(verifier))
		check(err)
		checkpoints = append(checkpoints, parse(opened.Text, verifier.Name()))
	}
	for _, each := range of.Inclusion {
		at := checkpoints[each.Checkpoint]
		leaf := rfc6962.DefaultHasher.HashLeaf([]byte(each.Leaf))
		check(proof.VerifyInclusion(rfc6962.DefaultHasher, each.Index, at.size, leaf, each.Proof, at.root))
	}
	for _, each := range of.Consistency {
		from, to := checkpoints[each.From], checkpoints[each.To]
		check(proof.VerifyConsistency(rfc6962.DefaultHasher, from.size, to.size, each.Proof, from.root, to.root))
	}
	fmt.Printf("{\"checkpoints\":%d,\"inclusion\":%d,\"consistency\":%d}\n",
		len(checkpoints), len(of.Inclusion), len(of.Consistency))
}

func parse(text, origin string) checkpoint {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[3] != "" || lines[0] != origin {
		check(fmt.Errorf("not a checkpoint of %s: %q", origin, text))
	}
	size, err := strconv.ParseUint(lines[1], 10, 64)
	check(err)
	root, err := base64.StdEncoding.DecodeString(lines[2])
	check(err)
	return checkpoint{size, root}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
