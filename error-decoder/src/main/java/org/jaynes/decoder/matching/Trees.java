package org.jaynes.decoder.matching;

import java.util.Arrays;

/**
 * The alternating trees of one shot. A tree node holds an inner region, which shrinks, and the outer region matched to
 * it, which grows; a root holds only an outer region, which is not matched. Numbered from 1; 0 is none.
 */
final class Trees {
    private int count;
    private int free;

    int[] inner = new int[16];
    int[] outer = new int[16];

    /** The edge from the inner to the outer region of a node. */
    int[] innerEdge = new int[16];

    int[] parent = new int[16];

    /** The edge from the inner region of a node to the outer region of its parent. */
    int[] parentEdge = new int[16];

    int[] firstChild = new int[16];
    int[] nextSibling = new int[16];
    private int[] previousSibling = new int[16];

    /** The search for a common ancestor that has been here last. */
    private long[] visited = new long[16];

    private long search;

    /** Forgets all trees. */
    void clear() {
        count = 0;
        free = 0;
    }

    /** A node on its own. */
    int add(int innerRegion, int outerRegion, int innerToOuter) {
        int node = free;
        if (node != 0) {
            free = nextSibling[node];
        } else {
            node = ++count;
            reserve(node);
        }
        inner[node] = innerRegion;
        outer[node] = outerRegion;
        innerEdge[node] = innerToOuter;
        parent[node] = 0;
        firstChild[node] = 0;
        return node;
    }

    private void reserve(int node) {
        if (node == inner.length) {
            int size = 2 * node;
            inner = Arrays.copyOf(inner, size);
            outer = Arrays.copyOf(outer, size);
            innerEdge = Arrays.copyOf(innerEdge, size);
            parent = Arrays.copyOf(parent, size);
            parentEdge = Arrays.copyOf(parentEdge, size);
            firstChild = Arrays.copyOf(firstChild, size);
            nextSibling = Arrays.copyOf(nextSibling, size);
            previousSibling = Arrays.copyOf(previousSibling, size);
            visited = Arrays.copyOf(visited, size);
        }
    }

    /** Gives a node back. */
    void remove(int node) {
        nextSibling[node] = free;
        free = node;
    }

    /** Makes a node without parent the child of another. */
    void attach(int node, int newParent, int edgeToParent) {
        int sibling = firstChild[newParent];
        parent[node] = newParent;
        parentEdge[node] = edgeToParent;
        nextSibling[node] = sibling;
        previousSibling[node] = 0;
        if (sibling != 0) {
            previousSibling[sibling] = node;
        }
        firstChild[newParent] = node;
    }

    /** Takes a node, with what is below it, from its parent. */
    void detach(int node) {
        int previous = previousSibling[node];
        int next = nextSibling[node];
        if (previous == 0) {
            firstChild[parent[node]] = next;
        } else {
            nextSibling[previous] = next;
        }
        if (next != 0) {
            previousSibling[next] = previous;
        }
        parent[node] = 0;
    }

    /** The nearest node from which both descend, possibly one of them; 0 if they are in different trees. */
    int commonAncestor(int a, int b) {
        search++;
        int left = a;
        int right = b;
        while (left != 0 || right != 0) {
            if (left != 0) {
                if (visited[left] == search) {
                    return left;
                }
                visited[left] = search;
                left = parent[left];
            }
            if (right != 0) {
                if (visited[right] == search) {
                    return right;
                }
                visited[right] = search;
                right = parent[right];
            }
        }
        return 0;
    }

    int root(int node) {
        int root = node;
        while (parent[root] != 0) {
            root = parent[root];
        }
        return root;
    }
}
