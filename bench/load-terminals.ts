/** One pair of terminals in a session, of one contender. */
export interface LoadPair {
  /** One request through the server and its response back. Rejects where it is lost. */
  exchange(): Promise<void>;
  /** Ends the session and sets it up anew. */
  renew(): Promise<void>;
}

export interface LoadTerminals {
  /** Opens all connections, then sets up all sessions. */
  open(connections: number): Promise<void>;
  establish(sessions: number): Promise<readonly LoadPair[]>;
  close(): Promise<void>;
}
