// SPDX-License-Identifier: Apache-2.0 OR MIT

// A static file server for benchmarks: go run server.go DIRECTORY prints its port.
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	panic(http.Serve(listener, http.FileServer(http.Dir(os.Args[1]))))
}
