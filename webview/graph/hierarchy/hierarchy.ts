import type { GraphPage } from '../../../src/shared/protocol/editor';

/** What an item of the hierarchy is. */
export const ITEM = {
  /** A node of a graph. */
  node: 0,
  /** An input or output of a graph. */
  input: 1,
  output: 2,
  /** Nodes whose names share a path. */
  scope: 3,
  /** One of several parts of equal structure that names do not tell. */
  block: 4,
  /** Parts of equal structure; its children are scopes or blocks. */
  stack: 5,
  /** A node that holds graphs or calls a function. Node and group at once; without its bodies until they were asked for. */
  holder: 6,
  /** A graph inside a holder. */
  body: 7,
} as const;

export const NONE = 0xffffffff;

/** A graph that has items. A function that was opened at two calls has two instances. */
export interface GraphInstance {
  readonly page: GraphPage;
  /** The item whose body it is; `NONE` for the graph at the root. */
  readonly body: number;
}

/**
 * The items of a graph as a tree, and the edges between them. Vertices of the root's page come first: item `v` is vertex `v`.
 * Items never change their numbers as long as instances are only added.
 */
export interface Hierarchy {
  readonly root: string;
  /** The root first. */
  readonly instances: readonly GraphInstance[];
  readonly items: number;
  /** One of `ITEM`, by item. */
  readonly kind: Uint8Array;
  /** The group that holds an item; `NONE` at the top. */
  readonly parent: Uint32Array;
  /**
   * What group `i` holds: `children[childStart[i] .. childStart[i + 1])`, in the order of the file. What is at the top follows at
   * `i === items`.
   */
  readonly childStart: Uint32Array;
  readonly children: Uint32Array;
  /** Index into `instances`: the graph an item belongs to; of a body the one that holds it. */
  readonly instance: Uint32Array;
  /** Vertex of the instance's page for nodes, holders and ends; `NONE` for other groups. */
  readonly vertex: Uint32Array;
  /** Nodes in an item at all levels; 1 for a node. */
  readonly nodes: Uint32Array;
  /** Parts of a stack; 1 for everything else. */
  readonly repeats: Uint32Array;
  /** Index into `titles`: what a group is called (`attention`, `layer ×32`, `then_branch`); 0 where the page tells. */
  readonly title: Uint32Array;
  readonly titles: readonly string[];
  /** Edges, between nodes, holders and ends of all instances. An edge that ends at an open holder or body ends at its frame. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** Instance and number of the page's edge behind each; what crosses into a body stands for the edge outside. */
  readonly edgeInstance: Uint32Array;
  readonly edge: Uint32Array;
  /** For a constant that is drawn as a part of its consumer (its first, where there are several) that consumer; else `NONE`. */
  readonly attachedTo: Uint32Array;
}
