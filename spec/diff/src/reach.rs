//! Which operations lead to which comparison: a graph, its circles closed, and sets handed down.

/// A set of operations, one bit each.
pub(crate) type Bits = Vec<u64>;

/// Comparisons and what they lead to. Node 0 is there from the start and belongs to no operation.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    children: Vec<Vec<u32>>,
    operations: Vec<(u32, usize)>,
    count: usize,
}

impl Graph {
    /// A new node.
    pub(crate) fn node(&mut self) -> u32 {
        self.children.push(Vec::new());
        u32::try_from(self.children.len() - 1).unwrap_or(u32::MAX)
    }

    /// A new node that is the comparison of one operation; operations count from 0.
    pub(crate) fn operation(&mut self) -> (u32, usize) {
        let (node, index) = (self.node(), self.count);
        self.count += 1;
        self.operations.push((node, index));
        (node, index)
    }

    /// `from` leads to `to`.
    pub(crate) fn edge(&mut self, from: u32, to: u32) {
        if let Some(children) = self.children.get_mut(from as usize) {
            children.push(to);
        }
    }

    /// For each node, the operations that lead to it. Linear in the graph, times the words of a set.
    pub(crate) fn reach(&self) -> Vec<Bits> {
        let words = self.count.div_ceil(64);
        let component = self.components();
        let count = component.iter().max().map_or(0, |last| *last as usize + 1);
        let mut bits: Vec<Bits> = vec![vec![0; words]; count];
        for (node, index) in &self.operations {
            let component = component[*node as usize] as usize;
            bits[component][index / 64] |= 1 << (index % 64);
        }
        // A component is numbered after all that it leads to: going down, each set is complete
        // when it is handed on.
        let mut members: Vec<Vec<u32>> = vec![Vec::new(); count];
        for (node, component) in component.iter().enumerate() {
            members[*component as usize].push(node as u32);
        }
        for from in (0..count).rev() {
            for node in &members[from] {
                for child in &self.children[*node as usize] {
                    let to = component[*child as usize] as usize;
                    if to < from {
                        let (low, high) = bits.split_at_mut(from);
                        for (into, set) in low[to].iter_mut().zip(&high[0]) {
                            *into |= set;
                        }
                    }
                }
            }
        }
        component
            .iter()
            .map(|component| bits[*component as usize].clone())
            .collect()
    }

    /// Strongly connected components (Tarjan's algorithm, without recursion): a number per node;
    /// a component has a higher number than all that it leads to.
    fn components(&self) -> Vec<u32> {
        const NONE: u32 = u32::MAX;
        let count = self.children.len();
        let (mut order, mut low) = (vec![NONE; count], vec![NONE; count]);
        let mut component = vec![NONE; count];
        let (mut next, mut components) = (0, 0);
        let mut open: Vec<u32> = Vec::new();
        for root in 0..count {
            if order[root] != NONE {
                continue;
            }
            // Each node that is being visited, and which of its children comes next.
            let mut path: Vec<(usize, usize)> = vec![(root, 0)];
            while let Some((node, child)) = path.last_mut() {
                let node = *node;
                if *child == 0 {
                    (order[node], low[node]) = (next, next);
                    next += 1;
                    open.push(node as u32);
                }
                if let Some(to) = self.children[node].get(*child) {
                    *child += 1;
                    let to = *to as usize;
                    if order[to] == NONE {
                        path.push((to, 0));
                    } else if component[to] == NONE {
                        low[node] = low[node].min(order[to]);
                    }
                    continue;
                }
                path.pop();
                if let Some((parent, _)) = path.last() {
                    low[*parent] = low[*parent].min(low[node]);
                }
                if low[node] == order[node] {
                    while let Some(member) = open.pop() {
                        component[member as usize] = components;
                        if member as usize == node {
                            break;
                        }
                    }
                    components += 1;
                }
            }
        }
        component
    }
}

#[cfg(test)]
mod tests {
    use super::Graph;

    #[test]
    fn operations_reach_through_circles_and_no_further() {
        let mut graph = Graph::default();
        let nothing = graph.node();
        let (first, _) = graph.operation();
        let (second, _) = graph.operation();
        let (a, b, c) = (graph.node(), graph.node(), graph.node());
        graph.edge(first, a);
        graph.edge(a, b);
        graph.edge(b, a);
        graph.edge(second, c);
        graph.edge(c, b);
        let reach = graph.reach();
        let set = |node: u32| reach[node as usize][0];
        assert_eq!(set(nothing), 0);
        assert_eq!((set(first), set(second)), (0b01, 0b10));
        assert_eq!((set(a), set(b), set(c)), (0b11, 0b11, 0b10));
    }
}
